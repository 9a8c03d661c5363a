import { ReplicaPending } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import type { Databases } from '../ports/databases.ts';
import type { Replicas } from '../ports/replicas.ts';
import { instanceOrNull } from './step/instance-or-null.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

const WATCH_MS = 10_000;
const LOOK_EVERY_MS = 100;

export interface RetireOldPrimaryPorts extends StepPorts {
  readonly databases: Databases;
  readonly replicas: Replicas;
}

/**
 * Removes the old primaries that were set aside, now that what only they held is saved and a second copy streams; and
 * takes the run's mark off the replicas. Idempotent.
 * @throws ReplicaPending (to be retried) while a removal is under way, ReplicaRefused when one is not the run's
 */
export function makeRetireOldPrimary(ports: RetireOldPrimaryPorts) {
  return makeStep(ports, {
    state: 'RetireOldPrimary',
    input: SwitchoverInput,
    intent: ({ seen }) => ({ remove: seen('RebuildReplica').databases.map(({ aside }) => aside) }),
    act: async (context) => ({
      databases: await Promise.all(context.run.databases.map((database) => retire(ports, context, database))),
    }),
  });
}

/** Both are on record, or this throws: without them nothing may be removed. */
async function retire(ports: RetireOldPrimaryPorts, { run, seen }: StepContext, database: RunDatabase) {
  const { id, primary } = database;
  const { clock, databases, replicas } = ports;
  const mayGo = [seen('SaveDivergedRows').databases, seen('AwaitReplica').databases].every((known) =>
    known.some((one) => one.id === id),
  );
  const rebuilt = seen('RebuildReplica').databases.find((one) => one.id === id);
  if (!mayGo || !rebuilt) throw pending(primary.instance, 'no proof of a second copy on record');
  const old = { ...primary, instance: rebuilt.aside };
  await Promise.all([replicas.remove({ ...old, run: run.run }), replicas.adopt(primary)]);
  const left = await lookUntil(clock, {
    look: () => instanceOrNull(databases, old),
    enough: (seenInstance) => seenInstance === null,
    deadline: clock.now() + WATCH_MS * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  if (left) throw pending(old.instance, left.status);
  return { id, removed: old.instance, goneAt: formatInstant(clock.now()) };
}

function pending(subject: string, seen: string): ReplicaPending {
  return new ReplicaPending({ subject, seen, limit: 'no such instance' });
}
