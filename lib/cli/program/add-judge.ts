import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addJudge(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('judge')
    .argument('<run>', 'directory of a run, or the name of a run in the state directory')
    .hook('preAction', () => checkStateDirectory(state))
    .description('compute every number of a run from its raw files alone, offline')
    .option('--json', 'print the one object of the judgement', false)
    .addHelpText(
      'after',
      examples([
        ['npx muster judge orders-20261102-080000-1a2b', 'a run of this state directory'],
        ['npx muster judge ./evidence/run --json', 'any run directory, as one JSON object'],
      ]),
    )
    .action(async (run: string, { json }: { json: boolean }) => {
      const { judge } = await import('../judge.ts');
      const { findRun } = await import('../find-run.ts');
      const { directory } = await findRun(run, state);
      const { out: stdout, err: stderr, colour, outColumns: columns } = terminal;
      finish(await judge({ directory, json, stdout, stderr, colour, columns }));
    });
}
