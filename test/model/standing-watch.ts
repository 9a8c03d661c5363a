import { beginWatch } from '../../lib/cli/begin-watch.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import { locateDatabases } from '../../lib/domain/run/session-targets.ts';
import { SEEN } from '../fakes/step-event.ts';
import type { ModelAws } from './model-aws.ts';
import { drillInput } from './drill-input.ts';

export const WATCH = 'watch-orders';

/** As `muster watch start` does: the plan's series are taken from now on. */
export async function startWatch({ world, access }: ModelAws): Promise<void> {
  const input = drillInput(WATCH);
  const located = locateDatabases(input, SEEN.DiscoverDatabases);
  await beginWatch(access.recovery, { input, located, startedAt: formatInstant(world.clock.now()) });
}

/** A watch that no run has ended ends here: a model comes to rest only without one. */
export function endWatch({ world }: ModelAws): void {
  for (const series of world.series) if (series.input.run === WATCH) series.abort();
}
