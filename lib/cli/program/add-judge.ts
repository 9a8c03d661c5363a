import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addJudge(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('judge')
    .argument('<run>', 'directory of a run, or the name of a run in the state directory')
    .description('compute every number of a run from its raw files alone, offline')
    .option('--json', 'print the one object of the judgement', false)
    .addHelpText(
      'after',
      examples([
        ['muster judge orders-20261102-080000-1a2b', 'a run of this state directory'],
        ['muster judge ./evidence/run --json', 'any run directory, as one JSON object'],
      ]),
    )
    .action(async (run: string, { json }: { json: boolean }) => {
      const directory = existsSync(run) ? run : state.runDirectory(run);
      const { judge } = await import('../judge.ts');
      finish(
        await judge({ directory, json, stdout: terminal.out, stderr: terminal.err, colour: terminal.colour }),
      );
    });
}
