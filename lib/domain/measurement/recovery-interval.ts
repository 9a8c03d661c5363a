import type { Interval } from './interval.ts';
import type { Outage } from './outage.ts';

/**
 * When clients could write again: at the earliest when one may have been served by the recovery site, at the latest when
 * the first of N good heartbeats in a row was answered there. Null when that did not happen while it was observed.
 */
export function recoveryInterval({ recovered, servedFrom }: Outage): Interval | null {
  return recovered && { low: servedFrom ?? recovered.sent, high: recovered.answered };
}
