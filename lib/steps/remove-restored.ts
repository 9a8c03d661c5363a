import { RemovalPending, RestoreRefused } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { restoredName } from '../domain/restore/restored-name.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { Databases, InstanceRef } from '../ports/databases.ts';
import type { Restores } from '../ports/restores.ts';
import { isolatedRestores } from './step/isolated-restores.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface RemoveRestoredPorts extends StepPorts {
  readonly restores: Restores;
  readonly databases: Databases;
}

const WATCH_MS = 20_000;
const POLL_MS = 200;

/**
 * Removes what this run has restored, however far it came, and waits until its control plane knows it no more. It is
 * found by its name, which no earlier state has to tell, and by the run's tag; what another run has made stays.
 * @throws RemovalPending (to be retried), IsolationBreached, ThrottledUnknown, RegionUnreachable
 */
export function makeRemoveRestored(ports: RemoveRestoredPorts) {
  return makeStep(ports, {
    state: 'RemoveRestored',
    removesOwn: true,
    input: RestoreInput,
    intent: ({ run }) => ({ instances: run.databases.map(({ id }) => restoredName(id, run.run)) }),
    act: async (context) => {
      const found = await ownInstances(ports.databases, context);
      const ended = await Promise.all(found.map((ref) => remove(ports, context, ref)));
      return {
        removed: ended.flatMap(({ reason, ...gone }) => (reason === null ? [gone] : [])),
        left: ended.flatMap(({ region, instance, reason }) =>
          reason === null ? [] : [{ region, instance, reason }],
        ),
      };
    },
  });
}

type Context = StepContext<RestoreInput>;

/** An attempt before may have removed some, and not lived to say so: then CleanUp finds that nothing is left. */
async function ownInstances(databases: Databases, { run }: Context): Promise<readonly InstanceRef[]> {
  const regions = [...new Set([run.sites.primary.region, run.sites.recovery.region])];
  // A primary region that is gone holds nothing that this drill has made of a backup.
  const wanted = run.source.kind === 'point-in-time' ? regions : [run.sites.recovery.region];
  const all = (await Promise.all(wanted.map((region) => databases.list(region)))).flat();
  return all
    .filter(({ tags }) => tags[RUN_TAG] === run.run)
    .map(({ region, instance }) => ({ region, instance }));
}

async function remove(ports: RemoveRestoredPorts, { run, stillOwner }: Context, ref: InstanceRef) {
  const { clock } = ports;
  const restores = isolatedRestores(ports.restores, run);
  await stillOwner();
  const refusal = await restores.remove({ ...ref, run: run.run }).then(
    () => null,
    (error: unknown) => refusedOrThrow(error),
  );
  const last = await lookUntil(clock, {
    look: () => restores.find(ref),
    enough: (seen) => seen === null || (refusal !== null && seen.status !== 'deleting'),
    deadline: clock.now() + WATCH_MS * 1000,
    everyMs: POLL_MS,
  });
  const goneAt = formatInstant(clock.now());
  if (last === null) return { ...ref, goneAt, reason: null };
  if (last.tags[RUN_TAG] !== run.run) return { ...ref, goneAt, reason: "it is no more the run's own" };
  throw new RemovalPending({
    subject: `${ref.instance} in ${ref.region}`,
    seen: refusal === null ? last.status : `${last.status}: ${refusal.seen}`,
    limit: 'an instance that is gone',
    cause: refusal,
  });
}

/** What is still being made, or rebooted, is refused now and removed later. */
function refusedOrThrow(error: unknown): RestoreRefused {
  if (error instanceof RestoreRefused) return error;
  throw error;
}
