import { type Interval, widthOf } from './interval.ts';

/** How much of `window` the intervals cover together, in microseconds; what several cover counts once. */
export function covered(intervals: readonly Interval[], window: Interval): number {
  let end = window.low;
  let sum = 0;
  for (const { low, high } of intervals.toSorted((a, b) => a.low - b.low)) {
    const part = { low: Math.max(low, end), high: Math.min(high, window.high) };
    sum += Math.max(0, widthOf(part));
    end = Math.max(end, part.high);
  }
  return sum;
}
