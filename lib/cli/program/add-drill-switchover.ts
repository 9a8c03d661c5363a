import type { Command } from 'commander';
import { drillFaults } from '../drill-faults.ts';
import { UsageError } from '../usage-error.ts';
import type { Context } from './context.ts';
import { type DrillArguments, drillCommand } from './drill-command.ts';
import { examples } from './examples.ts';
import { collectFault, interval } from './move-options.ts';

interface SwitchoverArguments extends DrillArguments {
  readonly interval?: number;
  readonly fault?: readonly string[];
}

const EXAMPLES = [
  ['npx muster drill switchover', 'roles change, and change back, and nothing is lost'],
  [
    'npx muster drill switchover --fault throttled-api=50%@rds',
    'with an API that throttles half of the calls',
  ],
] as const;

export function addDrillSwitchover(drill: Command, { terminal, state, finish }: Context): void {
  drillCommand(
    drill,
    'switchover',
    'change roles by plan and back, prove that nothing is lost, measure the gaps',
  )
    .option(
      '--interval <duration>',
      'interval of the heartbeat, such as 20ms or PT0.02S; the plan says otherwise',
      interval,
    )
    .option('--fault <fault>', 'condition that is in force meanwhile; may be repeated', collectFault)
    .addHelpText('after', examples(EXAMPLES))
    .action(async (options: SwitchoverArguments) => {
      const { plan: planFile, interval: intervalSeconds, fault = [], ...rest } = options;
      const { conditions, disruption } = drillFaults(fault);
      if (disruption !== undefined)
        throw new UsageError(`--fault ${disruption}: a switchover is planned; expected conditions only`);
      const given = { conditions, ...(intervalSeconds === undefined ? {} : { intervalSeconds }) };
      const { drillSwitchover } = await import('../drill-switchover.ts');
      finish(await drillSwitchover({ ...rest, ...given, planFile, terminal, state }));
    });
}
