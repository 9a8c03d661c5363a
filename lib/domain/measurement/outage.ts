import type { Instant } from '../instant.ts';
import { isAcknowledgedBy, isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

/**
 * The attempts that bound an outage as a client saw it. `firstFailed`: of those that never succeeded the one that was
 * first known to have failed, once a disruption had been asked for; `failedFirst` also before. `recovered` is the first
 * of N good ones in a row at the recovery site, null when there were none while it was observed; a client may have been
 * served there from `servedFrom` on.
 */
export interface Outage {
  readonly lastAcknowledged: TimedAttempt;
  readonly firstFailed: TimedAttempt;
  readonly failedFirst: TimedAttempt;
  readonly recovered: TimedAttempt | null;
  readonly servedFrom: Instant | null;
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
  if (!failedFirst || !firstFailed) return null;
  const servedFrom = recovered && servedAtTheEarliest(observed, lastAcknowledged, search);
  return { lastAcknowledged, firstFailed, failedFirst, recovered, servedFrom };
}

/**
 * The first row that the recovery site acknowledged may have waited for its connection, and others than this writer may
 * have got through before it was sent. Not before the latest opening that still led nowhere: whoever came then was sent
 * to the lost site.
 */
function servedAtTheEarliest(
  attempts: readonly TimedAttempt[],
  lastAcknowledged: TimedAttempt,
  { recoveryServer }: OutageSearch,
): Instant | null {
  const first = attempts.find((attempt) => isAcknowledgedBy(attempt, recoveryServer));
  if (!first) return null;
  const opening = attempts.find(
    (attempt) =>
      attempt.segment === first.segment &&
      attempt.connection === first.connection &&
      attempt.opening !== null &&
      attempt.opening.began > lastAcknowledged.sent,
  )?.opening;
  if (!opening) return first.sent;
  const { began, failedBefore } = opening;
  // One that led nowhere before the outage says nothing of its end.
  const ledNowhere = failedBefore !== null && failedBefore > lastAcknowledged.sent;
  return ledNowhere ? failedBefore : Math.min(began, first.sent);
}

function findRecovery(attempts: readonly TimedAttempt[], search: OutageSearch): TimedAttempt | null {
  let first: TimedAttempt | null = null;
  let good = 0;
  for (const attempt of attempts) {
    if (first && isOwnQueue(attempt, first)) continue;
    const isGood = isAcknowledgedBy(attempt, search.recoveryServer);
    first = isGood ? (first ?? attempt) : null;
    good = isGood ? good + 1 : 0;
    if (good === search.goodToRecover) return first;
  }
  return null;
}

/** Begun before the site was known to be back, and given up before a server ever had it: no sign of the site's state. */
function isOwnQueue({ outcome, server, sent }: TimedAttempt, first: TimedAttempt): boolean {
  return outcome === 'failed' && server === null && sent < first.answered;
}
