import { ReplicaPending } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SwitchoverInput } from '../domain/run/switchover-input.ts';
import { hasReached } from '../domain/run/wal-position.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Databases } from '../ports/databases.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

const WATCH_MS = 10_000;
const LOOK_EVERY_MS = 10;

export interface AwaitReplicaPorts extends StepPorts {
  readonly databases: Databases;
  readonly sessions: DatabaseServers;
}

/**
 * Waits until there is a second copy again: a replica that streams, and that has replayed what the primary had written
 * when it was asked. That it is "available" proves neither.
 * @throws ReplicaPending (to be retried) until then
 */
export function makeAwaitReplica(ports: AwaitReplicaPorts) {
  return makeStep(ports, {
    state: 'AwaitReplica',
    input: SwitchoverInput,
    act: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      return { databases: await Promise.all(located.map((database) => secondCopy(ports, database))) };
    },
  });
}

async function secondCopy({ clock, databases, sessions }: AwaitReplicaPorts, database: LocatedDatabase) {
  const { id, primary, replicaAddress } = database;
  const { host, port } = await databases.describe(primary);
  const { lsn } = await sessions.writePosition(asOperator(database, replicaAddress));
  const look = () => sessions.state(asOperator(database, { host, port })).catch((error: Error) => error);
  const seen = await lookUntil(clock, {
    look,
    enough: (state) => !(state instanceof Error) && isCopy(state, lsn),
    deadline: clock.now() + WATCH_MS * 1000,
    everyMs: LOOK_EVERY_MS,
  });
  const secondCopyAt = formatInstant(clock.now());
  if (!(seen instanceof Error) && isCopy(seen, lsn))
    return { id, server: seen.server, lsn, replayedLsn: seen.lsn, secondCopyAt };
  throw new ReplicaPending({
    subject: primary.instance,
    seen:
      seen instanceof Error ? seen.message : `${seen.receiverStatus ?? 'no stream'}, replayed to ${seen.lsn}`,
    limit: `a replica that streams and has replayed ${lsn}`,
  });
}

function isCopy(
  { inRecovery, receiverStatus, lsn }: Awaited<ReturnType<DatabaseServers['state']>>,
  wanted: string,
): boolean {
  return inRecovery && receiverStatus === 'streaming' && hasReached(lsn, wanted);
}
