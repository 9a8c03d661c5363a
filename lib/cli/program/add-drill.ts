import { type Command, InvalidArgumentError } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import { drillFaults, faultsHelp } from '../drill-faults.ts';
import { durationSeconds } from '../duration-seconds.ts';
import { planOfDrills } from './add-plan.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';
import type { TimingOptions } from '../timing.ts';
import { seedOption, timingOption } from './timing-option.ts';

interface DrillOptions extends TimingOptions {
  readonly plan: string;
  readonly interval?: number;
  readonly fault?: readonly string[];
  readonly out?: string;
  readonly json: boolean;
}

const EXAMPLES = [
  ['npx muster drill failover', 'a small shop loses its region'],
  ['npx muster drill failover --plan drills/plans/sports-betting.yaml', 'two databases, seven services'],
  ['npx muster drill failover --fault replication-delay=5s', 'what a replica that lags costs'],
  ['npx muster drill failover --fault partition', 'a primary that lives, and that nobody reaches'],
  ['npx muster drill failover --interval 10ms --json', 'the judgement as one JSON object'],
] as const;

export function addDrill(program: Command, { terminal, state, finish }: Context): void {
  const drill = program
    .command('drill')
    .description('run a drill and judge it')
    .hook('preAction', () => checkStateDirectory(state))
    .addHelpText('after', examples([['npx muster drill failover', 'lose a region, and recover']]));
  drill
    .command('failover')
    .description('lose the primary region, recover in the other one, measure RTO and RPO')
    .option('--plan <file>', 'recovery plan', planOfDrills())
    .option(
      '--interval <duration>',
      'interval of the heartbeat, such as 20ms or PT0.02S; the plan says otherwise',
      interval,
    )
    .addOption(timingOption())
    .addOption(seedOption())
    .option(
      '--fault <fault>',
      "disruption in place of the plan's, or a condition beside it; may be repeated",
      collectFault,
    )
    .option('--out <directory>', "directory for the run; otherwise below the state directory's runs/")
    .option('--json', 'print the one object of the judgement and nothing else on stdout', false)
    .addHelpText('after', faultsHelp())
    .addHelpText('after', examples(EXAMPLES))
    .action(async (options: DrillOptions) => {
      const { plan: planFile, interval: intervalSeconds, fault: faults = [], ...rest } = options;
      const given = { ...drillFaults(faults), ...(intervalSeconds === undefined ? {} : { intervalSeconds }) };
      const { drillFailover } = await import('../drill-failover.ts');
      finish(await drillFailover({ ...rest, ...given, planFile, terminal, state }));
    });
}

function collectFault(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

function interval(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === null) throw new InvalidArgumentError('expected 1ms to 60s, such as 20ms, 0.5s or PT0.02S.');
  return seconds;
}
