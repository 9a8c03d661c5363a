import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { addAdopt } from './add-adopt.ts';
import { addInfraCode } from './add-infra-code.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addRuns(program: Command, context: Context): void {
  const { terminal, state, finish } = context;
  const runs = program
    .command('runs')
    .hook('preAction', () => checkStateDirectory(state))
    .description('list the runs of this state directory and of what stands, the newest first')
    .option('--json', 'as one JSON array', false)
    .addHelpText('after', examples([['npx muster runs', 'what came of each, and what one waits for']]))
    .action(async ({ json }: { json: boolean }) => {
      const { listRuns } = await import('../list-runs.ts');
      const { standingRuns } = await import('../standing-runs.ts');
      finish(await listRuns({ json, terminal, state, ...standingRuns(state) }));
    });
  addInfraCode(runs, context);
  addAdopt(runs, context);
  program
    .command('open')
    .argument('[run]', 'name of a run, or its directory; otherwise the newest')
    .hook('preAction', () => checkStateDirectory(state))
    .description("open a run's report in the browser, or say where it is")
    .addHelpText(
      'after',
      examples([
        ['npx muster open', 'the newest run'],
        ['npx muster open orders-20261102-080000-1a2b', 'a run by its name'],
      ]),
    )
    .action(async (run: string | undefined) => {
      const { openReport } = await import('../open-report.ts');
      finish(await openReport({ run, terminal, state }));
    });
}
