import { MoveInput } from '../domain/run/move-input.ts';
import { PromotionPending, PromotionUnproven, ReplicaNotFound } from '../domain/failure.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Databases } from '../ports/databases.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import { forEachOrWithout, goesWithout, goneWithout } from './step/go-without.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { IN_RECOVERY, outOfRecovery, statusWhileInRecovery, withoutSource } from './step/promotion-looks.ts';
import { mustBeUsable } from './step/usable-replica.ts';
import { stillPending, watchClosely } from './step/watch-closely.ts';
import { wordsOf } from './step/words-of.ts';

/** Time between looks: none is lost at first, and later a share of the time that has been watched. */
const SQL_POLL = { leastMs: 5, share: 0.02, mostMs: 200 };
/** Of an API that throttles, and that answers for all of an account. */
const API_POLL = { leastMs: 5, share: 0.2, mostMs: 1_000 };

export interface ProvePromotionPorts extends StepPorts {
  readonly databases: Databases;
  /** It gives clients their login back, and asks the server what it is. */
  readonly sessions: DatabaseServers & DatabaseLogins;
}

/**
 * A promotion is proven when the server is out of recovery, a row of this run was acknowledged by it, and the control
 * plane no longer names a source: "available" is no proof (docs.aws.amazon.com, PromoteReadReplica). Idempotent: a row
 * more proves no less.
 * @throws PromotionPending (to be retried) while it is under way, ReplicaNotUsable when the server is gone for good,
 * PromotionUnproven when it is another system.
 */
export function makeProvePromotion(ports: ProvePromotionPorts) {
  return makeStep(ports, {
    state: 'ProvePromotion',
    input: MoveInput,
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
    act: async (context) => {
      const { run, seen } = context;
      const before = seen('PreFlight').databases;
      const without = goneWithout(context);
      const promoted = locateDatabases(run, seen('DiscoverDatabases')).filter(({ id }) => !without.has(id));
      const systemOf = (id: string) => before.find((known) => known.id === id)?.replica.systemIdentifier;
      return forEachOrWithout(context, promoted, (database) => {
        const { event, stillOwner } = context;
        const system = systemOf(database.id);
        const promotion = { run: run.run, attempt: event.attempt, database, system, stillOwner };
        return prove(ports, promotion).catch((error: unknown) =>
          orNotUsable(ports, context, { database, error }),
        );
      });
    },
  });
}

/** How often one that a person would go on without is watched, ten seconds each time, before it is given up. */
const WITHOUT_AFTER = 3;
/** As the workflow counts them: what is tried anew at a person's word begins a round. */
const ATTEMPTS_OF_A_ROUND = 1000;

interface Unproven {
  readonly database: LocatedDatabase;
  readonly error: unknown;
}

/** A server that does not answer may be restarting, or gone: the control plane knows, where it says anything. */
async function orNotUsable(
  { databases }: ProvePromotionPorts,
  context: StepContext<MoveInput>,
  { database: { id, replica }, error }: Unproven,
): Promise<never> {
  if (!(error instanceof PromotionPending)) throw error;
  const seen = await databases.describe(replica).catch((cause: unknown) => {
    if (cause instanceof ReplicaNotFound) throw cause;
    return null;
  });
  if (seen) mustBeUsable(seen, error);
  if (goesWithout(context) && context.event.attempt % ATTEMPTS_OF_A_ROUND >= WITHOUT_AFTER)
    throw new PromotionUnproven({ subject: id, seen: error.seen, limit: error.limit, cause: error });
  throw error;
}

interface Promotion {
  readonly run: string;
  readonly attempt: number;
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
  const watched = { subject: replica.instance, since: ports.clock.now(), attempt: promotion.attempt };
  const status = statusWhileInRecovery(ports, replica);
  const server = await watchClosely(ports, {
    ...watched,
    poll: SQL_POLL,
    look: async () => {
      const seen = await outOfRecovery(ports, target);
      if (seen === IN_RECOVERY) status.note(watched.since);
      return seen;
    },
  });
  const { systemIdentifier, timeline, lsn, inRecovery } = server.found;
  if (systemIdentifier !== system) {
    const limit = `${system}, the replica's before promotion`;
    throw new PromotionUnproven({ subject: id, seen: `system identifier ${systemIdentifier}`, limit });
  }
  await promotion.stillOwner();
  const [writeAcknowledgedAt, source] = await Promise.all([
    writeTo(ports, target, promotion),
    watchClosely(ports, { ...watched, poll: API_POLL, look: () => withoutSource(ports, replica) }),
  ]);
  return {
    id,
    sourceGone: true,
    inRecovery,
    writeAcknowledgedAt,
    server: server.found.server,
    systemIdentifier,
    timeline,
    lsn,
    lastPendingAt: latest(server.lastPendingAt, source.lastPendingAt),
    statusWhileInRecovery: status.seen(),
  };
}

function latest(...instants: readonly (Instant | null)[]): string | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : formatInstant(Math.max(...known));
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
    throw stillPending(database.replica.instance, `no row acknowledged: ${wordsOf(error)}`, error);
  }
}
