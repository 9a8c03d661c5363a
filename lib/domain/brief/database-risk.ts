import * as z from 'zod';
import { formatInstant, type Instant } from '../instant.ts';
import type { ObservedStatistics } from '../ledger/observed-line.ts';
import { type Interval, toSeconds } from '../measurement/interval.ts';
import { rowKey } from '../measurement/recovered-rows.ts';
import { rpoInterval } from '../measurement/rpo.ts';
import type { TimedAttempt } from '../measurement/timed-attempt.ts';
import { transactionsAtRisk } from '../measurement/transactions-at-risk.ts';
import { SILENT_SECONDS } from '../run/heartbeat-input.ts';
import { instantText } from '../stored.ts';
import { type Fact, factOf, known, unknown } from './fact.ts';

/** What a failover at this moment would lose of a database, as far as heartbeats show it. */
export const DatabaseRisk = z.object({
  /** Heartbeats are acknowledged still: this is what a loss of the region would cost now. */
  ifLostNow: z.boolean(),
  lowSeconds: z.number(),
  highSeconds: z.number(),
  /** Acknowledged and not arrived; `high` counts those too of which the ledger has no line yet. */
  heartbeats: z.object({ low: z.int(), high: z.int() }),
  /** The application's writing transactions. */
  writes: factOf(
    z.object({ low: z.number(), estimate: z.number(), high: z.number(), perSecond: z.number() }),
  ),
});

/** The last heartbeat that anybody was told is safe. */
export const LastHeartbeat = z.object({ at: instantText, secondsAgo: z.number(), failing: z.boolean() });

export type DatabaseRisk = z.infer<typeof DatabaseRisk>;
export type LastHeartbeat = z.infer<typeof LastHeartbeat>;

/** The newest samples of a watch on one database, and what its replica holds of them. */
export interface WatchedDatabase {
  readonly id: string;
  readonly now: Instant;
  readonly intervalSeconds: number;
  /** What the watch's status says: when it was written, its last acknowledgement, and whether the last sample failed. */
  readonly status: { readonly at: Instant; readonly lastGoodAt: Instant | null; readonly failing: boolean };
  /** The newest part of the ledger, in the order of sending. */
  readonly attempts: readonly TimedAttempt[];
  readonly stale: readonly TimedAttempt[];
  readonly statistics: readonly ObservedStatistics[];
}

/** A heartbeat row of the watch on the replica. */
export interface ArrivedRow {
  readonly segment: number;
  readonly seq: number;
  readonly sent: Instant;
}

export function lastHeartbeat({
  now,
  status,
  attempts,
}: Pick<WatchedDatabase, 'now' | 'status' | 'attempts'>): Fact<LastHeartbeat> {
  const silentSeconds = toSeconds(now - status.at);
  if (silentSeconds > SILENT_SECONDS)
    return unknown(`the watch has said nothing for ${Math.round(silentSeconds)} s`);
  const at = lastAcknowledged(status, attempts);
  if (at === null) return unknown('no heartbeat was acknowledged in the samples that were read');
  const secondsAgo = Math.max(0, toSeconds(now - at));
  return known({ at: formatInstant(at), secondsAgo, failing: status.failing });
}

/**
 * The loss by the judge's own formula (docs/measurement.md): the ledger's newest lines against the rows on the replica,
 * up to the disruption, or up to now where there is none.
 */
export function databaseRisk(watched: WatchedDatabase, arrived: readonly ArrivedRow[]): Fact<DatabaseRisk> {
  const heartbeat = lastHeartbeat(watched);
  if (!heartbeat.known) return heartbeat;
  if (arrived.length === 0) return unknown('no heartbeat of the watch is on the replica');
  const disruption = disruptionOf(watched);
  const point = pointOf(watched, arrived);
  const rpo = rpoInterval(disruption, point, watched.intervalSeconds);
  if (!rpo) return unknown('no heartbeat of the samples that were read is on the replica');
  return known({
    ifLostNow: !watched.status.failing,
    lowSeconds: toSeconds(rpo.low),
    highSeconds: toSeconds(rpo.high),
    heartbeats: { low: point.missing, high: point.missing + unlisted(watched, point.newestSent) },
    writes: writesAtRisk(watched, { disruption, rpo }),
  });
}

function lastAcknowledged(
  { lastGoodAt }: WatchedDatabase['status'],
  attempts: readonly TimedAttempt[],
): Instant | null {
  const inLedger = attempts.findLast(({ outcome }) => outcome === 'acknowledged')?.answered ?? null;
  return inLedger === null || lastGoodAt === null ? (inLedger ?? lastGoodAt) : Math.max(inLedger, lastGoodAt);
}

function disruptionOf({ now, status, attempts }: WatchedDatabase): Interval {
  const last = attempts.findLast(({ outcome }) => outcome === 'acknowledged');
  const low = Math.max(last?.sent ?? 0, status.lastGoodAt ?? 0);
  if (!status.failing) return { low, high: now };
  const failed = attempts.filter(({ outcome, sent }) => outcome !== 'acknowledged' && sent > low);
  const high = Math.min(status.at, ...failed.map(({ answered }) => answered));
  return { low, high: Math.max(low, high) };
}

function pointOf({ attempts }: WatchedDatabase, arrived: readonly ArrivedRow[]) {
  const there = new Set(arrived.map(rowKey));
  const missing = attempts.filter((one) => one.outcome === 'acknowledged' && !there.has(rowKey(one)));
  const [oldestLost = null] = missing;
  const end = oldestLost?.sent ?? Number.POSITIVE_INFINITY;
  const kept = arrived.filter(({ sent }) => sent < end);
  const newestSent = kept.reduce((newest, { sent }) => Math.max(newest, sent), 0);
  return {
    oldestLost,
    newestKept: kept.length > 0 ? { sent: newestSent } : null,
    newestSent,
    missing: missing.length,
  };
}

/**
 * How many heartbeats may be missing of which no line was read: lines are stored every few seconds, so those since then
 * may have arrived or not; and a replica may be further behind than the samples that were read go back.
 */
function unlisted({ status, attempts, intervalSeconds }: WatchedDatabase, newestSent: Instant): number {
  const [first, last] = [attempts[0]?.sent ?? newestSent, attempts.at(-1)?.sent ?? newestSent];
  const beats = (micros: number) => Math.max(0, Math.floor(micros / (intervalSeconds * 1e6)));
  return beats(first - newestSent) + beats((status.lastGoodAt ?? 0) - Math.max(last, newestSent));
}

/** Counters that were read after the newest of Muster's own attempts are left out: they count rows of its own. */
function writesAtRisk(
  { id, statistics, attempts, stale }: WatchedDatabase,
  loss: { readonly disruption: Interval; readonly rpo: Interval },
): DatabaseRisk['writes'] {
  const until = Math.min(attempts.at(-1)?.answered ?? 0, stale.at(-1)?.answered ?? Number.POSITIVE_INFINITY);
  const counted = statistics.filter(({ answered }) => answered <= formatInstant(until));
  const { risk, reason } = transactionsAtRisk({
    id,
    statistics: counted,
    own: [...attempts, ...stale],
    ...loss,
  });
  if (!risk) return unknown(reason);
  const { low, estimate, high, perSecond } = risk;
  return known({ low, estimate, high, perSecond });
}
