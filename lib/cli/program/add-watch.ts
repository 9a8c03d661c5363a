import type { Command } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { defaultPlanFile } from '../../deployment/deployment.ts';
import { interval } from './move-options.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

interface WatchArguments {
  readonly plan?: string;
  readonly interval?: number;
  readonly json?: boolean;
}

/** A heartbeat that goes on when no run does: without it a real loss has no witness. */
export function addWatch(program: Command, { terminal, state, finish }: Context): void {
  const watch = program
    .command('watch')
    .hook('preAction', () => checkStateDirectory(state))
    .description(
      "watch a plan's databases and services all the time, so that a real failover can be measured",
    )
    .addHelpText(
      'after',
      examples([
        ['npx muster watch start --plan drills/plans/orders.yaml', 'begin'],
        ['npx muster watch status --plan drills/plans/orders.yaml', 'what was seen last'],
      ]),
    );
  const asked = askedOf({ terminal, state });
  const sub = (name: string, description: string) =>
    watch
      .command(name)
      .description(description)
      .option('--plan <file>', 'the recovery plan')
      .addHelpText('after', examples([[`npx muster watch ${name}`, "of the sandbox's example plan"]]));
  sub('start', 'begin, under a name of its own')
    .option('--interval <duration>', "time between two heartbeats; otherwise the plan's", interval)
    .action(async (options: WatchArguments) =>
      finish(await (await import('../watch.ts')).startWatch(asked(options))),
    );
  sub('stop', 'end it; what was seen stays').action(async (options: WatchArguments) =>
    finish(await (await import('../watch.ts')).stopWatch(asked(options))),
  );
  sub('status', 'what each series has seen last: exit code 1 when something is lost, 2 when nobody watches')
    .option('--json', 'as one JSON object', false)
    .action(async (options: WatchArguments) =>
      finish(await (await import('../watch.ts')).showWatch(asked(options))),
    );
}

function askedOf({ terminal, state }: Pick<Context, 'terminal' | 'state'>) {
  return ({ plan, interval: intervalSeconds, json = false }: WatchArguments) => ({
    planFile: plan ?? defaultPlanFile(),
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    json,
    terminal,
    state,
  });
}
