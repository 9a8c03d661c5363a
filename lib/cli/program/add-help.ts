import type { Command } from 'commander';
import { nearMiss } from '../../domain/plan/near-miss.ts';
import { UsageError } from '../usage-error.ts';

/** `muster help drill failover`: the help of a command at any depth, and an error for one that there is not. */
export function addHelp(program: Command): void {
  program
    .command('help')
    .argument('[command...]', 'such as `drill failover`; otherwise the first screen')
    .description('the help of a command')
    .addHelpText('after', '\nExamples:\n  npx muster help drill failover   what can be lost, and how')
    .action((words: readonly string[]) => words.reduce(step, program).outputHelp());
}

function step(group: Command, word: string): Command {
  const found = group.commands.find((command) => command.name() === word);
  if (found) return found;
  const names = group.commands.map((command) => command.name()).filter((name) => name !== 'complete');
  const meant = nearMiss(word, names);
  throw new UsageError(
    names.length === 0
      ? `\`${pathOf(group)}\` has no commands below it; \`npx ${pathOf(group)} --help\` shows what it takes`
      : `${JSON.stringify(word)} is no command of \`${pathOf(group)}\`; ${meant ? `did you mean ${meant}?` : `its commands are ${names.join(', ')}`}`,
  );
}

/** Names from the program down to a command. */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}
