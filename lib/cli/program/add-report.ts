import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface ReportArguments {
  readonly pdf?: string;
  readonly font?: string;
}

export function addReport(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('report')
    .argument('<run>', 'directory of a run, or the name of a run in the state directory')
    .hook('preAction', () => checkStateDirectory(state))
    .description('write the report of a run as a PDF, from its raw files')
    .option('--pdf <file>', "where to (default: beside the run's directory)")
    .option('--font <file>', 'font for scripts other than Latin, Greek, Cyrillic')
    .addHelpText(
      'after',
      examples([
        ['npx muster report orders-20261102-080000-1a2b', 'beside the directory of that run'],
        ['npx muster report ./run --pdf report.pdf', 'any run directory, as that file'],
      ]),
    )
    .action(async (run: string, options: ReportArguments) => {
      const { findRun } = await import('../find-run.ts');
      const { directory } = await findRun(run, state);
      const { report } = await import('../report.ts');
      finish(await report({ directory, ...options, terminal }));
    });
}
