import { disruptionInterval } from './disruption-interval.ts';
import type { Interval } from './interval.ts';
import type { Outage } from './outage.ts';
import type { RecoveryPoint } from './recovery-point.ts';

/**
 * How much was lost, as an interval of microseconds: the disruption less the moment from which writes are lost. The
 * formula takes the sent time of the oldest lost heartbeat for that moment; known is only that it lies after the
 * newest kept heartbeat was sent, and not after the oldest lost one was answered, so the interval spans that too.
 * Nothing lost: less than one interval, or than the time between the two heartbeats around the loss where that was
 * longer, as a tick may come late. Null when no heartbeat was kept: the loss then began before it was observed.
 */
export function rpoInterval(outage: Outage, point: RecoveryPoint, intervalSeconds: number): Interval | null {
  if (!point.oldestLost) return nothingLost(outage, intervalSeconds * 1e6);
  if (!point.newestKept) return null;
  const disruption = disruptionInterval(outage);
  return {
    low: Math.max(0, disruption.low - point.oldestLost.answered),
    high: disruption.high - point.newestKept.sent,
  };
}

function nothingLost({ lastAcknowledged, firstFailed }: Outage, interval: number): Interval {
  const unwatched = firstFailed.sent - lastAcknowledged.sent;
  return { low: 0, high: Math.max(interval, unwatched) };
}

/** What is certain when no heartbeat was kept: at least so much was lost. */
export function rpoAtLeast(outage: Outage, { oldestLost }: RecoveryPoint): number {
  return oldestLost ? Math.max(0, disruptionInterval(outage).low - oldestLost.answered) : 0;
}
