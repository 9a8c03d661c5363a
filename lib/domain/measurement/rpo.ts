import type { Interval } from './interval.ts';
import type { RecoveryPoint } from './recovery-point.ts';

/** What the formula needs of a recovery point. */
interface KnownPoint {
  readonly newestKept: Pick<NonNullable<RecoveryPoint['newestKept']>, 'sent'> | null;
  readonly oldestLost: Pick<NonNullable<RecoveryPoint['oldestLost']>, 'answered'> | null;
}

/**
 * How much was lost, as an interval of microseconds: the disruption less the moment from which writes are lost. The
 * formula takes the sent time of the oldest lost heartbeat for that moment; known is only that it lies after the
 * newest kept heartbeat was sent, and not after the oldest lost one was answered, so the interval spans that too.
 * With none lost, nobody looked between the newest kept heartbeat and the disruption; what was written there may be
 * gone: one interval, or more where a tick came late or the disruption is known late. Null when no heartbeat was kept:
 * the loss then began before it was observed.
 */
export function rpoInterval(
  disruption: Interval,
  { newestKept, oldestLost }: KnownPoint,
  intervalSeconds: number,
): Interval | null {
  if (!newestKept) return null;
  const unwatched = disruption.high - newestKept.sent;
  if (!oldestLost) return { low: 0, high: Math.max(intervalSeconds * 1e6, unwatched) };
  return { low: Math.max(0, disruption.low - oldestLost.answered), high: Math.max(0, unwatched) };
}

/** What is certain when no heartbeat was kept: at least so much was lost. */
export function rpoAtLeast(disruption: Interval, { oldestLost }: RecoveryPoint): number {
  return oldestLost ? Math.max(0, disruption.low - oldestLost.answered) : 0;
}
