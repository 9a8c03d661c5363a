import type { Instant } from '../instant.ts';
import { isAcknowledgedBy, isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

/**
 * The attempts that bound an outage as a client saw it. `firstFailed`: of those that never succeeded the one that was
 * first known to have failed, once a disruption had been asked for; `failedFirst` also before. `recovered` is null when it did not end while observed.
 */
export interface Outage {
  readonly lastAcknowledged: TimedAttempt;
  readonly firstFailed: TimedAttempt;
  readonly failedFirst: TimedAttempt;
  readonly recovered: TimedAttempt | null;
}

export interface OutageSearch {
  /** Address of the server that was promoted; null when none was. */
  readonly recoveryServer: string | null;
  /** So many good heartbeats in a row make a recovery. */
  readonly goodToRecover: number;
  /** When a drill asked for its disruption: what failed earlier failed for another reason. Null: nobody asked. */
  readonly requestedAt: Instant | null;
  /** When the fault was undone: what the old primary acknowledges from then on ends no outage. Null: never. */
  readonly until: Instant | null;
}

/**
 * Finds the outage in the attempts on one database, in order of sending. Null when the probe never saw one: when no
 * attempt failed between the last acknowledgement of the old primary and the recovery, nothing was witnessed.
 */
export function findOutage(attempts: readonly TimedAttempt[], search: OutageSearch): Outage | null {
  const until = search.until ?? Number.POSITIVE_INFINITY;
  const observed = attempts.filter(({ sent }) => sent < until);
  const recovered = findRecovery(observed, search);
  const end = recovered?.sent ?? until;
  const during = observed.filter(({ sent }) => sent < end);
  const lastAcknowledged = during.findLast((attempt) =>
    isAcknowledgedElsewhere(attempt, search.recoveryServer),
  );
  if (!lastAcknowledged) return null;
  const failed = during.filter(
    ({ sent, outcome }) => sent > lastAcknowledged.sent && outcome !== 'acknowledged',
  );
  const known = failed.toSorted((a, b) => a.answered - b.answered);
  const [failedFirst] = known;
  const firstFailed = known.find(({ answered }) => answered >= (search.requestedAt ?? 0));
  return failedFirst && firstFailed ? { lastAcknowledged, firstFailed, failedFirst, recovered } : null;
}

function findRecovery(attempts: readonly TimedAttempt[], search: OutageSearch): TimedAttempt | null {
  let first: TimedAttempt | null = null;
  let good = 0;
  for (const attempt of attempts) {
    const isGood = isAcknowledgedBy(attempt, search.recoveryServer);
    first = isGood ? (first ?? attempt) : null;
    good = isGood ? good + 1 : 0;
    if (good === search.goodToRecover) return first;
  }
  return null;
}
