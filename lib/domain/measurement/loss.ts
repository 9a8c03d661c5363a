import { rowKey, type RecoveredDatabase } from './recovered-rows.ts';
import { isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

/**
 * Heartbeats by what became of them.
 * lost: acknowledged, and not in the recovered database. holes: lost although a later one is there, so not the tail
 * that asynchronous replication may lose. inDoubt: sent, never answered; inDoubtSurvived: those that are there.
 * phantoms: rows that no attempt can have made.
 */
export interface Loss {
  readonly acknowledged: readonly TimedAttempt[];
  readonly lost: readonly TimedAttempt[];
  readonly holes: readonly TimedAttempt[];
  readonly inDoubt: readonly TimedAttempt[];
  readonly inDoubtSurvived: readonly TimedAttempt[];
  readonly phantoms: readonly string[];
}

export interface LossQuestion {
  readonly attempts: readonly TimedAttempt[];
  readonly recovered: RecoveredDatabase;
  readonly recoveryServer: string | null;
  /** With attempts missing from the ledger, a row without an attempt is unexplained, but no phantom. */
  readonly ledgerComplete: boolean;
}

/** Compares what writers were told with what the promoted server holds. */
export function findLoss({ attempts, recovered, recoveryServer, ledgerComplete }: LossQuestion): Loss {
  const isThere = (attempt: TimedAttempt) => recovered.rows.has(rowKey(attempt));
  const acknowledged = attempts.filter(({ outcome }) => outcome === 'acknowledged');
  const inDoubt = attempts.filter(({ outcome }) => outcome === 'in-doubt');
  const lost = acknowledged.filter((attempt) => !isThere(attempt));
  const inDoubtSurvived = inDoubt.filter(isThere);
  const survivors = [...acknowledged.filter(isThere), ...inDoubtSurvived].filter(
    ({ server }) => server !== null && server !== recoveryServer,
  );
  const isTail = tailTest(survivors);
  const holes = lost.filter(
    (attempt) => !isAcknowledgedElsewhere(attempt, recoveryServer) || !isTail(attempt),
  );
  const phantoms = findPhantoms(attempts, recovered, ledgerComplete);
  return { acknowledged, lost, holes, inDoubt, inDoubtSurvived, phantoms };
}

/**
 * A lost heartbeat belongs to the tail when nothing survived that was certainly committed after it: sent after its
 * answer, or later on the same connection. Two connections that overlap prove no order.
 */
function tailTest(survivors: readonly TimedAttempt[]): (lost: TimedAttempt) => boolean {
  const newestSent = survivors.reduce((newest, { sent }) => Math.max(newest, sent), Number.NEGATIVE_INFINITY);
  const newestSeq = new Map<string, number>();
  for (const survivor of survivors) {
    const key = connectionKey(survivor);
    newestSeq.set(key, Math.max(newestSeq.get(key) ?? -1, survivor.seq));
  }
  return (lost) => newestSent < lost.answered && (newestSeq.get(connectionKey(lost)) ?? -1) < lost.seq;
}

function connectionKey({ segment, connection }: TimedAttempt): string {
  return `${segment}/${connection}`;
}

function findPhantoms(
  attempts: readonly TimedAttempt[],
  { rows }: RecoveredDatabase,
  ledgerComplete: boolean,
): readonly string[] {
  const known = new Map(attempts.map((attempt) => [rowKey(attempt), attempt]));
  return [...rows].flatMap(([key, sent]) => {
    const attempt = known.get(key);
    if (!attempt) return ledgerComplete ? [key] : [];
    return attempt.outcome === 'failed' || attempt.sent !== sent ? [key] : [];
  });
}
