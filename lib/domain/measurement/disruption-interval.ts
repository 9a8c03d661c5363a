import type { Interval } from './interval.ts';
import type { Outage } from './outage.ts';

/**
 * When the service was lost: not before the last acknowledged heartbeat was sent (the server still committed it),
 * and not after the first heartbeat that never succeeded was known to have failed.
 */
export function disruptionInterval({ lastAcknowledged, firstFailed }: Outage): Interval {
  return { low: lastAcknowledged.sent, high: firstFailed.answered };
}
