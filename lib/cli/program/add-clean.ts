import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

export function addClean(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('clean')
    .hook('preAction', () => checkStateDirectory(state))
    .description('finish runs that ended without their clean end: undo, stop, export, judge, free the locks')
    .option('--dry-run', 'say what would be finished, ended and removed, and change nothing', false)
    .option('--json', 'print what was found and done as one JSON object', false)
    .addHelpText(
      'after',
      '\nAlso ends what a killed sandbox left, and removes experiment templates of runs\nthat have ended. Exit codes: 0 nothing is left, 70 something is; with --dry-run\n70 when something was found.',
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster clean --dry-run', 'what is left of any run'],
        ['npx muster clean', 'finish it'],
      ]),
    )
    .action(async (options: { dryRun: boolean; json: boolean }) => {
      const { clean } = await import('../clean.ts');
      finish(await clean({ ...options, terminal, state }));
    });
}
