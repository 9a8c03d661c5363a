import type { Interval } from './interval.ts';

/**
 * By so much the clocks of two processes may disagree, in microseconds: what hosts on Amazon Time Sync keep, and far
 * more than two processes of one machine do. Stated in every report; `causalityProblems` shows a run that breaks it.
 */
export const CLOCK_ERROR = 2_000;

/** A moment on one process's clock as another one may have read it. */
export function onAnyClock({ low, high }: Interval): Interval {
  return { low: low - CLOCK_ERROR, high: high + CLOCK_ERROR };
}
