import { MoveInput } from '../domain/run/move-input.ts';
import {
  PromotionPending,
  PromotionUnproven,
  RegionUnreachable,
  ThrottledUnknown,
} from '../domain/failure.ts';
import { formatInstant, type Instant } from '../domain/instant.ts';
import { lookWords } from '../domain/record/pending-look.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Databases, InstanceRef } from '../ports/databases.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { mustBeUsable } from './step/usable-replica.ts';

/** How long one call watches closely; after it the workflow retries, so that no handler sleeps for minutes. */
const WATCH_MS = 10_000;
/** Time between looks: none is lost at first, and later a share of the time that has been watched. */
const SQL_POLL = { leastMs: 5, share: 0.02, mostMs: 200 };
/** Of an API that throttles, and that answers for all of an account. */
const API_POLL = { leastMs: 5, share: 0.2, mostMs: 1_000 };
/** The first attempt has watched for long enough to know that this takes minutes. */
const LATER_LEAST_MS = 100;

const IN_RECOVERY = 'still in recovery';
/** A promotion that is done sooner needs no call more. */
const STATUS_AFTER_MS = 500;

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
    act: async ({ run, event, seen, stillOwner }) => {
      const before = seen('PreFlight').databases;
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      const systemOf = (id: string) => before.find((known) => known.id === id)?.replica.systemIdentifier;
      const databases = await Promise.all(
        located.map((database) => {
          const system = systemOf(database.id);
          const promotion = { run: run.run, attempt: event.attempt, database, system, stillOwner };
          return prove(ports, promotion).catch((error: unknown) => orNotUsable(ports, database, error));
        }),
      );
      return { databases };
    },
  });
}

/** A server that does not answer may be restarting, or gone: the control plane knows, where it says anything. */
async function orNotUsable(
  { databases }: ProvePromotionPorts,
  { replica }: LocatedDatabase,
  error: unknown,
): Promise<never> {
  const seen = error instanceof PromotionPending ? await databases.describe(replica).catch(() => null) : null;
  if (seen) mustBeUsable(seen, error);
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
  const server = await watch(ports, {
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
    watch(ports, { ...watched, poll: API_POLL, look: () => withoutSource(ports, database) }),
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

/**
 * What the control plane says of a server that is still in recovery, asked once and beside the watch, and only of a
 * promotion that takes its time: it is no proof, and stands in the record to show that.
 */
function statusWhileInRecovery({ databases, clock }: ProvePromotionPorts, replica: InstanceRef) {
  let asked = false;
  let seen: string | null = null;
  const ask = async () => {
    seen = await databases.describe(replica).then(
      ({ status }) => status,
      () => null,
    );
  };
  return {
    seen: () => seen,
    note: (since: Instant): void => {
      if (asked || clock.now() - since < STATUS_AFTER_MS * 1000) return;
      asked = true;
      void ask();
    },
  };
}

function latest(...instants: readonly (Instant | null)[]): string | null {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : formatInstant(Math.max(...known));
}

/** RDS restarts an instance that it promotes: until the server is back, its silence is no failure. */
async function outOfRecovery({ sessions }: ProvePromotionPorts, target: SessionTarget) {
  try {
    if (await sessions.inRecovery(target)) return IN_RECOVERY;
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

/** A control plane that throttles or is silent for a moment has said nothing: it is asked again with the next look. */
async function withoutSource({ databases }: ProvePromotionPorts, { replica }: LocatedDatabase) {
  try {
    const instance = await databases.describe(replica);
    return instance.source === null ? instance : 'a replication source still named';
  } catch (error) {
    if (!(error instanceof ThrottledUnknown || error instanceof RegionUnreachable)) throw error;
    return `no answer: ${error.seen}`;
  }
}

interface Watch<T extends object> {
  readonly subject: string;
  /** When this attempt began to watch, and which it is. */
  readonly since: Instant;
  readonly attempt: number;
  readonly poll: { readonly leastMs: number; readonly share: number; readonly mostMs: number };
  /** What was wanted, or the words for what was seen instead. */
  readonly look: () => Promise<T | string>;
}

interface Watched<T extends object> {
  readonly found: T;
  /** When the last look began that did not find it; null when the first one did. */
  readonly lastPendingAt: Instant | null;
}

async function watch<T extends object>(
  { clock }: ProvePromotionPorts,
  { subject, since, attempt, poll, look }: Watch<T>,
): Promise<Watched<T>> {
  const leastMs = attempt === 0 ? poll.leastMs : LATER_LEAST_MS;
  for (let lastPendingAt: Instant | null = null; ; ) {
    const began = clock.now();
    const seen = await look();
    if (typeof seen !== 'string') return { found: seen, lastPendingAt };
    lastPendingAt = began;
    const watchedMs = (clock.now() - since) / 1000;
    if (watchedMs > WATCH_MS) throw stillPending(subject, lookWords(seen, began));
    await clock.sleep(Math.min(poll.mostMs, Math.max(leastMs, watchedMs * poll.share)));
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
