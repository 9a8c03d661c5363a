import { formatInstant } from '../../lib/domain/instant.ts';
import { planKeys } from '../../lib/domain/run/run-keys.ts';
import { seriesInputs, seriesName } from '../../lib/domain/run/series-inputs.ts';
import { locateDatabases } from '../../lib/domain/run/session-targets.ts';
import type { StandingWatch } from '../../lib/domain/run/standing-watch.ts';
import { SEEN } from '../fakes/step-event.ts';
import type { ModelAws } from './model-aws.ts';
import { drillInput } from './drill-input.ts';
import { PLAN } from './serving.ts';

export const WATCH = 'watch-orders';

/** As `muster watch start` does: the plan's series are taken from now on. */
export async function startWatch({ world, access }: ModelAws): Promise<void> {
  const { objects, workflows } = access.recovery;
  const input = drillInput(WATCH);
  const located = locateDatabases(input, SEEN.DiscoverDatabases);
  const executions = await Promise.all(
    seriesInputs(input, located, input.sites.recovery).map(async (series, index) => ({
      role: series.role,
      source: series.source,
      arn: await workflows.start({
        machineArn: input.heartbeat.stateMachineArn,
        name: seriesName(series, index),
        input: series,
      }),
    })),
  );
  const { plan, heartbeat, detect } = input;
  const startedAt = formatInstant(world.clock.now());
  const watch: StandingWatch = {
    schemaVersion: 1,
    run: WATCH,
    plan,
    startedAt,
    heartbeat,
    detect,
    executions,
  };
  await objects.put(planKeys.watch(PLAN), JSON.stringify(watch));
}

/** A watch that no run has ended ends here: a model comes to rest only without one. */
export function endWatch({ world }: ModelAws): void {
  for (const series of world.series) if (series.input.run === WATCH) series.abort();
}
