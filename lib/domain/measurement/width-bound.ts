import { type Interval, toSeconds, widthOf } from './interval.ts';
import type { Outage } from './outage.ts';
import type { TimedAttempt } from './timed-attempt.ts';

export interface ProbeTiming {
  readonly intervalSeconds: number;
  readonly attemptTimeoutSeconds: number;
}

/**
 * A probe that kept its rate cannot leave a gap wider than twice the longest of interval, attempt time-out and the
 * attempts that bound the gap. A wider one means that the probe itself stood still: says so, or null when it did not.
 */
export function widthProblem(
  { lastAcknowledged, firstFailed }: Outage,
  disruption: Interval,
  timing: ProbeTiming,
): string | null {
  const longest = Math.max(
    timing.intervalSeconds * 1e6,
    timing.attemptTimeoutSeconds * 1e6,
    durationOf(lastAcknowledged),
    durationOf(firstFailed),
  );
  const width = widthOf(disruption);
  if (width <= 2 * longest) return null;
  return `the moment of disruption is known to ${toSeconds(width)} s only; a probe that kept its rate knows it to ${toSeconds(2 * longest)} s`;
}

function durationOf({ sent, answered }: TimedAttempt): number {
  return answered - sent;
}
