import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import type { MarkedPoint, Marker, RecoveryPoint } from '../domain/record/restore-outcomes.ts';
import { asOperator } from '../domain/run/session-targets.ts';
import { RestoreInput } from '../domain/run/restore-input.ts';
import type { RunDatabase } from '../domain/run/run-parts.ts';
import type { Databases } from '../ports/databases.ts';
import type { RecoveryMarkers } from '../ports/recovery-markers.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

export interface WriteMarkersPorts extends StepPorts {
  readonly databases: Databases;
  readonly markers: RecoveryMarkers;
}

/** RDS restores to whole seconds. */
const SECOND = 1_000_000;
const POLL_MS = 50;

/**
 * Sees to it that a point in time can be proven: a row that was committed before it, and one after it. Rows are written
 * into the heartbeat's table alone. Idempotent: rows that are written again mark a moment of their own.
 */
export function makeWriteMarkers(ports: WriteMarkersPorts) {
  return makeStep(ports, {
    state: 'WriteMarkers',
    input: RestoreInput,
    intent: ({ run }) => ({ databases: run.databases.map(({ id, primary }) => ({ id, ...primary })) }),
    act: async (context) => ({
      databases: await Promise.all(
        context.seen('ChooseRecoveryPoint').databases.map((point) => mark(ports, context, point)),
      ),
    }),
  });
}

async function mark(
  ports: WriteMarkersPorts,
  { run, stillOwner }: StepContext<RestoreInput>,
  point: RecoveryPoint,
): Promise<MarkedPoint> {
  const { id, from } = point;
  if (from.kind !== 'point-in-time')
    throw new RangeError(`${id} is restored from a backup: it has no moment to mark`);
  const target = await primaryOf(ports, run.databases, id);
  await stillOwner();
  const { at, before } = await momentOf(ports, target, { run: run.run, at: from.at });
  await reach(ports, target, at);
  const { marker: after } = await ports.markers.write(target, run.run);
  return { id, at: formatInstant(at), before, after };
}

interface Wished {
  readonly run: string;
  readonly at: string | null;
}

/** A moment that is past has rows of earlier runs before it, or none; one that is to come gets its own. */
async function momentOf(
  { markers }: WriteMarkersPorts,
  target: SessionTarget,
  { run, at }: Wished,
): Promise<{ at: Instant; before: Marker | null }> {
  if (at !== null) {
    const moment = Math.floor(parseInstant(at) / SECOND) * SECOND;
    return { at: moment, before: await markers.lastBefore(target, moment) };
  }
  const { marker, committedAt } = await markers.write(target, run);
  return { at: Math.ceil(committedAt / SECOND) * SECOND, before: marker };
}

/** Until the server's own clock is past the moment, and its next whole second has begun. */
async function reach(
  { markers, clock }: WriteMarkersPorts,
  target: SessionTarget,
  at: Instant,
): Promise<void> {
  while ((await markers.now(target)) < at + SECOND) await clock.sleep(POLL_MS);
}

async function primaryOf({ databases }: WriteMarkersPorts, all: readonly RunDatabase[], id: string) {
  const database = all.find((one) => one.id === id);
  if (!database) throw new RangeError(`database ${id} is not of this run`);
  return asOperator(database, await databases.describe(database.primary));
}
