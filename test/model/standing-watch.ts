import { beginWatch } from '../../lib/cli/begin-watch.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import { locateDatabases } from '../../lib/domain/run/session-targets.ts';
import { LEDGER, ORDERS } from '../fakes/run-input.ts';
import { SEEN } from '../fakes/step-event.ts';
import type { ModelAws } from './model-aws.ts';
import { drillInput } from './drill-input.ts';
import type { ModelWorld } from './model-world.ts';
import { databasesIn } from './serving.ts';

export const WATCH = 'watch-orders';

/** As `muster watch start` does: the plan's series are taken from now on. */
export async function startWatch({ world, access }: ModelAws): Promise<void> {
  const databases = [ORDERS, LEDGER].filter(({ id }) => databasesIn(world).includes(id));
  const input = drillInput(WATCH, { databases });
  const located = locateDatabases(input, { databases: databases.map(({ id }) => standing(world, id)) });
  await beginWatch(access.recovery, { input, located, startedAt: formatInstant(world.clock.now()) });
}

function standing({ instances }: ModelWorld, id: string) {
  const [known] = SEEN.DiscoverDatabases.databases;
  const hostIn = (site: string) => instances.find((one) => one.id === `${id}-${site}`)?.host ?? 'none';
  const [primary, replica] = [hostIn('north'), hostIn('west')].map((host) => ({ host, port: 5432 }));
  if (!known?.primary || !primary || !replica) throw new RangeError(`${id} stands nowhere`);
  return { ...known, id, primary: { ...known.primary, ...primary }, replica };
}

/** A watch that no run has ended ends here: a model comes to rest only without one. */
export function endWatch({ world }: ModelAws): void {
  for (const series of world.series) if (series.input.run === WATCH) series.abort();
}
