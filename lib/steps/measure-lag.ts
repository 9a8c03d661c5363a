import { formatInstant } from '../domain/instant.ts';
import type { LagSample } from '../domain/record/replication-outcomes.ts';
import { ReplicationCheckInput } from '../domain/run/replication-check-input.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { ReplicationStreams } from '../ports/replication-streams.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import { primaryOf } from './step/primary-session.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

/** A row that the replica has not shown by then is counted as not there. */
const SEEN_WITHIN_MS = 30_000;
const POLL_MS = 5;

export interface MeasureLagPorts extends StepPorts {
  readonly sessions: DatabaseServers;
  readonly streams: ReplicationStreams;
}

type Context = StepContext<ReplicationCheckInput>;

/**
 * Sends rows of the run to each primary and looks when its replica has them: what is on its way at a moment is what a
 * loss at that moment would cost. Beside it, what the primary knows of its streams and slots. Writes heartbeat rows of
 * its own run and nothing else; an attempt that is made again sends new ones.
 * @throws ReplicaNotUsable when the primary's region does not answer: then there is nothing to compare with
 */
export function makeMeasureLag(ports: MeasureLagPorts) {
  return makeStep(ports, {
    state: 'MeasureLag',
    input: ReplicationCheckInput,
    intent: ({ run }) => ({ rows: run.lagSamples, databases: run.databases.map(({ id }) => id) }),
    act: async (context) => {
      const located = locateDatabases(context.run, context.seen('DiscoverDatabases'));
      return { databases: await Promise.all(located.map((database) => measure(ports, context, database))) };
    },
  });
}

async function measure(ports: MeasureLagPorts, context: Context, database: LocatedDatabase) {
  const primary = primaryOf(database);
  const [streams, slots] = await Promise.all([ports.streams.streams(primary), ports.streams.slots(primary)]);
  const samples: LagSample[] = [];
  for (let sample = 0; sample < context.run.lagSamples; sample += 1) {
    samples.push(await sampleOf(ports, context.run, database));
    if (samples.at(-1)?.seenAt === null) break;
    await ports.clock.sleep(context.run.lagIntervalSeconds * 1000);
  }
  return { id: database.id, streams: [...streams], slots: [...slots], samples };
}

async function sampleOf(
  { sessions, clock }: MeasureLagPorts,
  { run }: ReplicationCheckInput,
  database: LocatedDatabase,
): Promise<LagSample> {
  const replica = asOperator(database, database.replicaAddress);
  const sentAt = formatInstant(clock.now());
  const acknowledged = await sessions.writeProof(primaryOf(database), run);
  const written = await newest(sessions, primaryOf(database), run);
  const deadline = clock.now() + SEEN_WITHIN_MS * 1000;
  const sample = { sentAt, acknowledgedAt: formatInstant(acknowledged) };
  let lastUnseenAt: string | null = null;
  for (;;) {
    const asked = clock.now();
    if ((await newest(sessions, replica, run)) >= written)
      return { ...sample, lastUnseenAt, seenAt: formatInstant(clock.now()) };
    lastUnseenAt = formatInstant(asked);
    if (clock.now() > deadline) return { ...sample, lastUnseenAt, seenAt: null };
    await clock.sleep(POLL_MS);
  }
}

async function newest(sessions: DatabaseServers, target: SessionTarget, run: string): Promise<number> {
  const rows = await sessions.heartbeatRows(target, run);
  return Math.max(-1, ...rows.filter(({ writer }) => writer === 'proof').map(({ seq }) => seq));
}
