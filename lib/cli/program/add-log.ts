import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface LogArguments {
  readonly plan?: string;
  readonly export?: string;
  readonly json: boolean;
}

export function addLog(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('log')
    .hook('preAction', () => checkStateDirectory(state))
    .description('all runs as the log of the recovery site has them, hidden ones too')
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox')
    .option('--export <file>', 'write the leaves there, and FILE.checkpoint beside')
    .option('--json', 'print one object', false)
    .addHelpText(
      'after',
      '\nExit codes: 0 the log holds, 1 it has a run that never said how it ended,\n70 the log is not what was appended to it.',
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster log', 'what was run, completed, failed, aborted, hidden'],
        ['npx muster log --export log.ndjson', 'for `muster verify RUN --log log.ndjson`'],
      ]),
    )
    .action(async (options: LogArguments) => {
      const { log } = await import('../log.ts');
      finish(await log({ ...options, terminal, state }));
    });
}
