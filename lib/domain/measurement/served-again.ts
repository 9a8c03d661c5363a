import type { Instant } from '../instant.ts';
import { isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

export interface ReturnSearch {
  readonly recoveryServer: string | null;
  /** When the plan's rule fired; null when it never did. */
  readonly detectedAt: Instant | null;
  /** When the fault was undone; null: never. */
  readonly until: Instant | null;
}

/** What the old primary acknowledged after its loss was detected: it had come back, and its clients lost it again. */
export function servedAgain(
  attempts: readonly TimedAttempt[],
  { recoveryServer, detectedAt, until }: ReturnSearch,
): readonly TimedAttempt[] {
  if (detectedAt === null) return [];
  const old = attempts.filter((attempt) => isAcknowledgedElsewhere(attempt, recoveryServer));
  const lastBefore = old.findLast(({ sent }) => sent <= detectedAt)?.sent ?? Number.NEGATIVE_INFINITY;
  const wasLost = attempts.some(
    ({ outcome, sent, answered }) =>
      outcome !== 'acknowledged' && sent > lastBefore && answered <= detectedAt,
  );
  const end = until ?? Number.POSITIVE_INFINITY;
  return wasLost ? old.filter(({ sent }) => sent > detectedAt && sent < end) : [];
}
