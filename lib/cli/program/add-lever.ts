import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface MoveArguments {
  readonly plan: string;
  readonly as: string;
  readonly reason: string;
}

const MOVES = [
  ['pull', 'engaged', 'stop every drill at its next change, and let none begin'],
  ['release', 'disengaged', 'let drills run again'],
] as const;

/** The safety lever of a plan's sites. */
export function addLever(program: Command, { terminal, state, finish }: Context): void {
  const lever = program
    .command('lever')
    .description('the safety lever of both sites: it stops drills')
    .addHelpText('after', examples([['npx muster lever status --plan shop.yaml', 'whether drills may run']]));
  for (const [word, wanted, description] of MOVES)
    lever
      .command(word)
      .description(description)
      .requiredOption('--plan <file>', 'recovery plan')
      .requiredOption('--as <name>', 'who says so')
      .requiredOption('--reason <words>', 'why; whoever is stopped by it reads that')
      .hook('preAction', () => checkStateDirectory(state))
      .addHelpText(
        'after',
        examples([[`npx muster lever ${word} --plan shop.yaml --as Ada --reason sale`, 'at both sites']]),
      )
      .action(async ({ plan: planFile, as: by, reason }: MoveArguments) => {
        const { moveLever } = await import('../lever.ts');
        finish(await moveLever({ planFile, terminal, state }, { state: wanted, by, reason }));
      });
  lever
    .command('status')
    .description('whether drills may run, and who says that they may not')
    .requiredOption('--plan <file>', 'recovery plan')
    .hook('preAction', () => checkStateDirectory(state))
    .addHelpText('after', examples([['npx muster lever status --plan shop.yaml', 'at both sites']]))
    .action(async ({ plan: planFile }: { plan: string }) => {
      const { leverStatus } = await import('../lever.ts');
      finish(await leverStatus({ planFile, terminal, state }));
    });
}
