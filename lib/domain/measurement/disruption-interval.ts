import type { Instant } from '../instant.ts';
import { CLOCK_ERROR } from './clock-error.ts';
import type { Interval } from './interval.ts';
import type { Outage } from './outage.ts';

/**
 * When the service was lost: not before the last acknowledged heartbeat was sent (the server still committed it),
 * and not after the first heartbeat that never succeeded was known to have failed. With a silent loss that is an
 * attempt's time-out too late; a drill's receipt that every process was dead by `deadBy`, on the injector's clock,
 * bounds it as well. A receipt that contradicts the heartbeats bounds nothing.
 */
export function disruptionInterval(outage: Outage, deadBy: Instant | null = null): Interval {
  const low = outage.lastAcknowledged.sent;
  const seen = outage.firstFailed.answered;
  return { low, high: isBoundedByReceipt(outage, deadBy) ? deadBy + CLOCK_ERROR : seen };
}

/** Whether the receipt says more than the heartbeats do. */
export function isBoundedByReceipt(outage: Outage, deadBy: Instant | null): deadBy is Instant {
  if (deadBy === null) return false;
  const latest = deadBy + CLOCK_ERROR;
  return latest >= outage.lastAcknowledged.sent && latest < outage.firstFailed.answered;
}
