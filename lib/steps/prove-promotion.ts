import { PromotionPending, PromotionUnproven } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseSessions } from '../ports/database-sessions.ts';
import type { Databases } from '../ports/databases.ts';
import { makeStep, type StepPorts } from './step.ts';

/** How long one call watches closely; after it the workflow retries, so that no handler sleeps for minutes. */
const WATCH_MS = 2_000;
const POLL_MS = 5;

export interface ProvePromotionPorts extends StepPorts {
  readonly databases: Databases;
  readonly sessions: DatabaseSessions;
}

/**
 * A promotion is proven when the server is out of recovery, a row of this run was acknowledged by it, and the control
 * plane no longer names a source: "available" is no proof (docs.aws.amazon.com, PromoteReadReplica).
 * @throws PromotionPending (to be retried) while it is under way, PromotionUnproven when the server is another system.
 */
export function makeProvePromotion(ports: ProvePromotionPorts) {
  return makeStep(ports, {
    state: 'ProvePromotion',
    defersRecord: true,
    warm: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      await Promise.all([
        ...located.map((database) => ports.sessions.open(asOperator(database, database.replicaAddress))),
        ...run.databases.map(({ replica }) => ports.databases.describe(replica)),
      ]);
    },
    act: async ({ run, seen }) => {
      const before = seen('PreFlight').databases;
      const databases = await Promise.all(
        locateDatabases(run, seen('DiscoverDatabases')).map((database) => prove(ports, run.run, database)),
      );
      for (const { id, systemIdentifier } of databases) {
        const expected = before.find((database) => database.id === id)?.replica.systemIdentifier;
        if (expected !== systemIdentifier) {
          throw new PromotionUnproven({
            subject: id,
            seen: `system identifier ${systemIdentifier}`,
            limit: `${expected}, the replica's before promotion`,
          });
        }
      }
      return { databases };
    },
  });
}

async function prove(ports: ProvePromotionPorts, run: string, database: LocatedDatabase) {
  const target = asOperator(database, database.replicaAddress);
  const deadline = ports.clock.now() + WATCH_MS * 1000;
  const state = await watch(ports, deadline, {
    look: () => ports.sessions.state(target),
    done: ({ inRecovery }) => !inRecovery,
    pending: { subject: database.replica.instance, seen: 'still in recovery' },
  });
  // A fence on a primary that was still streaming has revoked the login here too.
  await ports.sessions.admit(target, database.fencedRoles);
  const writeAcknowledgedAt = formatInstant(await ports.sessions.writeProof(target, run));
  await watch(ports, deadline, {
    look: () => ports.databases.describe(database.replica),
    done: ({ source }) => source === null,
    pending: { subject: database.replica.instance, seen: 'a replication source still named' },
  });
  const { server, systemIdentifier, timeline, lsn, inRecovery } = state;
  return {
    id: database.id,
    sourceGone: true,
    inRecovery,
    writeAcknowledgedAt,
    server,
    systemIdentifier,
    timeline,
    lsn,
  };
}

interface Watch<T> {
  readonly look: () => Promise<T>;
  readonly done: (seen: T) => boolean;
  readonly pending: { readonly subject: string; readonly seen: string };
}

async function watch<T>(
  { clock }: ProvePromotionPorts,
  deadline: number,
  { look, done, pending }: Watch<T>,
): Promise<T> {
  for (;;) {
    const seen = await look();
    if (done(seen)) return seen;
    if (clock.now() > deadline)
      throw new PromotionPending({ ...pending, limit: `done within ${WATCH_MS / 1000} s of watching` });
    await clock.sleep(POLL_MS);
  }
}
