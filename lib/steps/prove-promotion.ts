import { PromotionPending, PromotionUnproven } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseSessions, SessionTarget } from '../ports/database-sessions.ts';
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
 * plane no longer names a source: "available" is no proof (docs.aws.amazon.com, PromoteReadReplica). Idempotent: a row
 * more proves no less.
 * @throws PromotionPending (to be retried) while it is under way, PromotionUnproven when the server is another system.
 */
export function makeProvePromotion(ports: ProvePromotionPorts) {
  return makeStep(ports, {
    state: 'ProvePromotion',
    defersRecord: true,
    looksFirst: true,
    intent: ({ run }) => ({
      databases: run.databases.map(({ id, replica, fencedRoles }) => ({
        id,
        ...replica,
        admits: fencedRoles,
      })),
    }),
    warm: async ({ run, seen }) => {
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      await Promise.all([
        ...located.map((database) => ports.sessions.state(asOperator(database, database.replicaAddress))),
        ...run.databases.map(({ replica }) => ports.databases.describe(replica)),
      ]);
    },
    act: async ({ run, seen, stillOwner }) => {
      const before = seen('PreFlight').databases;
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      const systemOf = (id: string) => before.find((known) => known.id === id)?.replica.systemIdentifier;
      const databases = await Promise.all(
        located.map((database) =>
          prove(ports, { run: run.run, database, system: systemOf(database.id), stillOwner }),
        ),
      );
      return { databases };
    },
  });
}

interface Promotion {
  readonly run: string;
  readonly database: LocatedDatabase;
  /** System identifier of the replica before promotion. */
  readonly system: string | undefined;
  /** Asked before the server is changed: it may have been watched for long. */
  readonly stillOwner: () => Promise<void>;
}

async function prove(ports: ProvePromotionPorts, promotion: Promotion) {
  const { database, system } = promotion;
  const { id, replica, replicaAddress } = database;
  const target = asOperator(database, replicaAddress);
  const deadline = ports.clock.now() + WATCH_MS * 1000;
  const pending = (seen: string) => stillPending(replica.instance, seen);
  const state = await watch(ports, deadline, { look: () => outOfRecovery(ports, target), pending });
  const { server, systemIdentifier, timeline, lsn, inRecovery } = state;
  if (systemIdentifier !== system) {
    const limit = `${system}, the replica's before promotion`;
    throw new PromotionUnproven({ subject: id, seen: `system identifier ${systemIdentifier}`, limit });
  }
  await promotion.stillOwner();
  const [writeAcknowledgedAt] = await Promise.all([
    writeTo(ports, target, promotion),
    watch(ports, deadline, { look: () => withoutSource(ports, database), pending }),
  ]);
  return { id, sourceGone: true, inRecovery, writeAcknowledgedAt, server, systemIdentifier, timeline, lsn };
}

/** RDS restarts an instance that it promotes: until the server is back, its silence is no failure. */
async function outOfRecovery({ sessions }: ProvePromotionPorts, target: SessionTarget) {
  try {
    if (await sessions.inRecovery(target)) return 'still in recovery';
    return await sessions.state(target);
  } catch (error) {
    return `no answer: ${messageOf(error)}`;
  }
}

async function writeTo(
  { sessions }: ProvePromotionPorts,
  target: SessionTarget,
  { run, database }: Promotion,
): Promise<string> {
  try {
    // A fence on a primary that was still streaming has revoked the login here too.
    await sessions.admit(target, database.fencedRoles);
    return formatInstant(await sessions.writeProof(target, run));
  } catch (error) {
    throw stillPending(database.replica.instance, `no row acknowledged: ${messageOf(error)}`, error);
  }
}

async function withoutSource({ databases }: ProvePromotionPorts, { replica }: LocatedDatabase) {
  const instance = await databases.describe(replica);
  return instance.source === null ? instance : 'a replication source still named';
}

interface Watch<T extends object> {
  /** What was wanted, or the words for what was seen instead. */
  readonly look: () => Promise<T | string>;
  readonly pending: (seen: string) => PromotionPending;
}

async function watch<T extends object>(
  { clock }: ProvePromotionPorts,
  deadline: number,
  { look, pending }: Watch<T>,
): Promise<T> {
  for (;;) {
    const seen = await look();
    if (typeof seen !== 'string') return seen;
    if (clock.now() > deadline) throw pending(seen);
    await clock.sleep(POLL_MS);
  }
}

function stillPending(subject: string, seen: string, cause?: unknown): PromotionPending {
  return new PromotionPending({
    subject,
    seen,
    limit: `done within ${WATCH_MS / 1000} s of watching`,
    cause,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
