import type { Instant } from '../instant.ts';
import type { TimedAttempt } from './timed-attempt.ts';

export interface StallQuestion {
  readonly attempts: readonly TimedAttempt[];
  /** What is to be believed lies between these two. */
  readonly from: Instant;
  readonly to: Instant;
  readonly attemptTimeoutSeconds: number;
}

/** A timer is late by a few milliseconds on a machine that has time for it; a share of the time-out is more. */
const LATE_SHARE = 0.25;

/**
 * How long the heartbeat itself stood still, in microseconds: an attempt is given up after its time-out, so one that
 * ended later than that had nobody to end it. 0 when its timers were on time. What was seen while the watcher stood
 * still is no evidence against what it watches: an answer may have lain there unread.
 */
export function watcherStall({ attempts, from, to, attemptTimeoutSeconds }: StallQuestion): number {
  const timeout = attemptTimeoutSeconds * 1e6;
  const late = attempts
    .filter(({ sent, answered }) => sent <= to && answered >= from)
    .map(({ monotonicSent, monotonicAnswered }) => monotonicAnswered - monotonicSent - timeout);
  const most = Math.max(0, ...late);
  return most > timeout * LATE_SHARE ? most : 0;
}
