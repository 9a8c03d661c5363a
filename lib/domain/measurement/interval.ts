/**
 * What is known of a moment or of a duration: it lies between `low` and `high`, both included. Whole microseconds,
 * as an Instant is, so that nothing is lost to rounding before the end.
 */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Duration from `from` to `to`, widest case: the earliest end after the latest start, and the other way round. */
export function durationBetween(from: Interval, to: Interval): Interval {
  return { low: to.low - from.high, high: to.high - from.low };
}

/** The later of several moments. Null for none: no moment is not the moment zero. */
export function latestOf(moments: readonly Interval[]): Interval | null {
  return moments.reduce<Interval | null>(
    (a, b) => (a ? { low: Math.max(a.low, b.low), high: Math.max(a.high, b.high) } : b),
    null,
  );
}

/** The earlier of several moments. Null for none. */
export function earliestOf(moments: readonly Interval[]): Interval | null {
  return moments.reduce<Interval | null>(
    (a, b) => (a ? { low: Math.min(a.low, b.low), high: Math.min(a.high, b.high) } : b),
    null,
  );
}

/** Durations cannot be negative: a low bound below zero says no more than zero does. */
export function notNegative({ low, high }: Interval): Interval {
  return { low: Math.max(0, low), high: Math.max(0, high) };
}

export function widthOf({ low, high }: Interval): number {
  return high - low;
}

/** Microseconds as seconds: the one place where measured numbers stop being whole. */
export function toSeconds(micros: number): number {
  return micros / 1e6;
}
