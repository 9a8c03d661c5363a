import { toSeconds } from './interval.ts';
import type { TimedAttempt } from './timed-attempt.ts';

/** By so much UTC and the monotonic clock of one process may disagree, in microseconds. */
const TOLERANCE = 5_000;

/**
 * Whether the clock that stamped an attempt ran evenly while it was under way: the difference of its UTC times
 * against that of its monotonic times. A sentence for one that did not, null otherwise.
 */
export function unevenClock(attempt: TimedAttempt): string | null {
  const utc = attempt.answered - attempt.sent;
  const monotonic = attempt.monotonicAnswered - attempt.monotonicSent;
  if (Math.abs(utc - monotonic) <= TOLERANCE) return null;
  return `heartbeat ${attempt.segment}/${attempt.seq} took ${toSeconds(utc)} s by UTC and ${toSeconds(monotonic)} s by the monotonic clock`;
}

/**
 * The clocks behind the attempts that a number rests on: each by itself, and, where two come from one process, the
 * time between them. Attempts of different segments come from different processes, whose monotonic clocks share no zero.
 */
export function clockProblems(bearing: readonly TimedAttempt[]): readonly string[] {
  const distinct = [...new Set(bearing)];
  const uneven = distinct.map(unevenClock).filter((problem) => problem !== null);
  const stepped = distinct.flatMap((from, index) =>
    distinct.slice(index + 1).flatMap((to) => steppedBetween(from, to) ?? []),
  );
  return [...uneven, ...stepped];
}

function steppedBetween(from: TimedAttempt, to: TimedAttempt): string | null {
  if (from.segment !== to.segment) return null;
  const step = to.sent - from.sent - (to.monotonicSent - from.monotonicSent);
  if (Math.abs(step) <= TOLERANCE) return null;
  return `the writer's clock was stepped by ${toSeconds(step)} s between heartbeats ${from.segment}/${from.seq} and ${to.segment}/${to.seq}`;
}
