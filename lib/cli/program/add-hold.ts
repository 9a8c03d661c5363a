import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { whoSays } from '../person.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface HoldArguments {
  readonly reason: string;
  readonly as?: string;
  readonly release: boolean;
  readonly plan?: string;
  readonly region?: string;
}

const RUN = 'orders-20261102-080000-1a2b';

/** A legal hold over the files of a run in their bucket. */
export function addHold(program: Command, { terminal, state, finish }: Context): void {
  program
    .command('hold')
    .argument('<run>', 'name of the run')
    .hook('preAction', () => checkStateDirectory(state))
    .description("put a legal hold on a run's files in their bucket, or take it off")
    .requiredOption('--reason <text>', 'why; it stands in the log for good')
    .option('--release', 'take the hold off', false)
    .option('--as <name>', 'who says so; otherwise the name of the account')
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox')
    .option('--region <name>', 'whose bucket; otherwise that of the recovery site')
    .addHelpText(
      'after',
      examples([
        [`npx muster hold ${RUN} --reason case-17`, 'nobody deletes it until it is released'],
        [`npx muster hold ${RUN} --release --reason closed`, 'its retention, if any, goes on'],
      ]),
    )
    .action(async (run: string, { reason, as, release, ...scope }: HoldArguments) => {
      const { holdAt } = await import('../hold.ts');
      const { withKeyPlace } = await import('../key-place.ts');
      const by = whoSays(as, process.env);
      const order = { run, action: release ? 'released' : 'placed', reason, by } as const;
      finish(await withKeyPlace({ ...scope, state }, (place) => holdAt(place, terminal, order)));
    });
}
