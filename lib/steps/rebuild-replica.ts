import { ReplicaPending, ReplicaRefused } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import { asideName } from '../domain/run/aside-name.ts';
import { nextRebuildAction } from '../domain/run/rebuild-action.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { DatabaseInstance, Databases, InstanceRef } from '../ports/databases.ts';
import type { Replicas } from '../ports/replicas.ts';
import { instanceOrNull } from './step/instance-or-null.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

/** How long one call watches; after it the workflow tries again. */
const WATCH_MS = 10_000;
const LOOK_EVERY_MS = 100;

export interface RebuildReplicaPorts extends StepPorts {
  readonly databases: Databases;
  readonly replicas: Replicas;
}

/**
 * Makes a replica of the promoted server under the old primary's name, which steps aside for it with all that it holds:
 * no engine of RDS turns a primary into a replica. The promoted one keeps backups as the old one did. Idempotent by what
 * is there.
 * @throws ReplicaPending (to be retried) while it is under way, ReplicaRefused when it cannot be
 */
export function makeRebuildReplica(ports: RebuildReplicaPorts) {
  return makeStep(ports, {
    state: 'RebuildReplica',
    input: SwitchoverInput,
    intent: ({ run }) => ({
      databases: run.databases.map(({ id, primary, replica }) => ({
        id,
        ...primary,
        aside: asideName(primary.instance, run.run),
        source: replica.instance,
      })),
    }),
    act: async (context) => {
      const deadline = ports.clock.now() + WATCH_MS * 1000;
      const { databases } = context.run;
      return {
        databases: await Promise.all(
          databases.map((database) => rebuild(ports, context, { database, deadline })),
        ),
      };
    },
  });
}

interface Rebuilding {
  readonly database: RunDatabase;
  readonly deadline: Instant;
}

async function rebuild(ports: RebuildReplicaPorts, context: StepContext, { database, deadline }: Rebuilding) {
  const { id, primary, replica } = database;
  const aside = asideName(primary.instance, context.run.run);
  const rebuilt = { id, instance: primary.instance, aside, source: replica.instance };
  for (;;) {
    const [named, old] = await Promise.all([
      instanceOrNull(ports.databases, primary),
      instanceOrNull(ports.databases, { ...primary, instance: aside }),
    ]);
    const action = nextRebuildAction({ named: marked(named, context), aside: marked(old, context) });
    if (action === 'give-up') throw unusable(primary.instance, named?.status ?? 'gone');
    if (action === 'done')
      return {
        ...rebuilt,
        retentionDays: await finishLike(ports, { made: primary, promoted: replica, old }),
      };
    if (action !== 'wait') await change(ports, context, { database, action });
    if (ports.clock.now() > deadline)
      throw new ReplicaPending({
        subject: primary.instance,
        seen: `${named?.status ?? 'no instance'}, next to ${action}`,
        limit: `a replica of ${replica.instance}`,
      });
    await ports.clock.sleep(LOOK_EVERY_MS);
  }
}

function marked(seen: DatabaseInstance | null, { run }: StepContext) {
  return seen && { ...seen, isOwn: seen.tags[RUN_TAG] === run.run };
}

interface Made {
  readonly made: InstanceRef;
  readonly promoted: InstanceRef;
  readonly old: InstanceRef | null;
}

/** What the old primary had that the two others need; one that is gone was followed before it went. */
async function finishLike({ replicas }: RebuildReplicaPorts, { made, promoted, old }: Made) {
  if (!old) return null;
  const like = { region: old.region, instance: old.instance };
  await replicas.protectLike(made, like);
  return replicas.keepBackups(promoted, like);
}

interface Changing {
  readonly database: RunDatabase;
  readonly action: 'set-aside' | 'create' | 'remove';
}

/** A call that is refused because something is under way has changed nothing: it is looked at again. */
async function change(
  { replicas }: RebuildReplicaPorts,
  { run, stillOwner }: StepContext,
  { database: { primary, replica }, action }: Changing,
): Promise<void> {
  const as = asideName(primary.instance, run.run);
  await stillOwner();
  try {
    if (action === 'set-aside') return await replicas.setAside({ ...primary, run: run.run, as });
    if (action === 'remove') return await replicas.remove({ ...primary, run: run.run });
    const like = { ...primary, instance: as };
    await replicas.keepBackups(replica, like);
    await replicas.create({ ...primary, run: run.run, source: replica, like });
  } catch (error) {
    if (!(error instanceof ReplicaPending)) throw error;
  }
}

function unusable(subject: string, status: string): ReplicaRefused {
  return new ReplicaRefused({ subject, seen: `status ${status}`, limit: 'a replica that becomes available' });
}
