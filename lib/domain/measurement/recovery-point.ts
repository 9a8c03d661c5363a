import type { Interval } from './interval.ts';
import type { Loss } from './loss.ts';
import { isAcknowledgedElsewhere, type TimedAttempt } from './timed-attempt.ts';

/**
 * The newest acknowledged heartbeat up to which the recovered database is complete, and the oldest one that is lost.
 * `newestKept` null: everything that was ever acknowledged before the outage is lost. In-doubt heartbeats that
 * survived count neither way: nobody was promised them.
 */
export interface RecoveryPoint {
  readonly newestKept: TimedAttempt | null;
  readonly oldestLost: TimedAttempt | null;
}

export function recoveryPoint(loss: Loss, recoveryServer: string | null): RecoveryPoint {
  const lost = new Set(loss.lost);
  const before = loss.acknowledged.filter((attempt) => isAcknowledgedElsewhere(attempt, recoveryServer));
  const oldestLost = before.find((attempt) => lost.has(attempt)) ?? null;
  const end = oldestLost?.sent ?? Number.POSITIVE_INFINITY;
  const newestKept = before.findLast((attempt) => attempt.sent < end) ?? null;
  return { newestKept, oldestLost };
}

/**
 * The instant up to which everything is there: not before the newest kept heartbeat was sent, and not after the
 * oldest lost one was answered; with none lost, not after the disruption.
 */
export function recoveryPointInterval(
  { newestKept, oldestLost }: RecoveryPoint,
  disruption: Interval,
): Interval | null {
  if (!newestKept) return null;
  const high = oldestLost ? oldestLost.answered : disruption.high;
  return { low: newestKept.sent, high: Math.max(newestKept.sent, high) };
}
