import type { Interval } from './interval.ts';
import type { Outage } from './outage.ts';

/**
 * When a client could write again: while the first of N good heartbeats in a row was under way at the recovery site.
 * Null when that did not happen while it was observed.
 */
export function recoveryInterval({ recovered }: Outage): Interval | null {
  return recovered && { low: recovered.sent, high: recovered.answered };
}
