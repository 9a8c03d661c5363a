import type { Command } from 'commander';
import { drillFaults, faultsHelp } from '../drill-faults.ts';
import type { Context } from './context.ts';
import { type DrillArguments, drillCommand } from './drill-command.ts';
import { examples } from './examples.ts';
import { collectFault, interval } from './move-options.ts';

interface FailoverArguments extends DrillArguments {
  readonly interval?: number;
  readonly fault?: readonly string[];
}

const EXAMPLES = [
  ['npx muster drill failover', 'a small shop loses its region'],
  ['npx muster drill failover --plan drills/plans/sports-betting.yaml', 'two databases, seven services'],
  ['npx muster drill failover --fault replication-delay=5s', 'what a replica that lags costs'],
  ['npx muster drill failover --fault partition', 'a primary that lives, and that nobody reaches'],
  ['npx muster drill failover --interval 10ms --json', 'the judgement as one JSON object'],
] as const;

export function addDrillFailover(drill: Command, { terminal, state, finish }: Context): void {
  drillCommand(drill, 'failover', 'lose the primary region, recover in the other one, measure RTO and RPO')
    .option(
      '--interval <duration>',
      'interval of the heartbeat, such as 20ms or PT0.02S; the plan says otherwise',
      interval,
    )
    .option(
      '--fault <fault>',
      "disruption in place of the plan's, or a condition beside it; may be repeated",
      collectFault,
    )
    .addHelpText('after', faultsHelp())
    .addHelpText('after', examples(EXAMPLES))
    .action(async (options: FailoverArguments) => {
      const { plan: planFile, interval: intervalSeconds, fault: faults = [], ...rest } = options;
      const given = { ...drillFaults(faults), ...(intervalSeconds === undefined ? {} : { intervalSeconds }) };
      const { drillFailover } = await import('../drill-failover.ts');
      finish(await drillFailover({ ...rest, ...given, planFile, terminal, state }));
    });
}
