import { type Instant, secondsBetween } from '../instant.ts';

export interface DetectionPolicy {
  readonly failures: number;
  readonly withinSeconds: number;
}

/**
 * The plan's rule of detection: so many attempts in a row known to have failed, within so many seconds. Pure: each
 * observation gives the next state. `detectedAt` is the instant at which the rule fired; a good attempt clears it.
 */
export interface DetectionState {
  readonly failedAt: readonly Instant[];
  readonly detectedAt: Instant | null;
}

export const UNDETECTED: DetectionState = { failedAt: [], detectedAt: null };

export function observe(
  policy: DetectionPolicy,
  state: DetectionState,
  { at, good }: { at: Instant; good: boolean },
): DetectionState {
  if (good) return UNDETECTED;
  const failedAt = [...state.failedAt, at].slice(-policy.failures);
  const [first] = failedAt;
  const fires =
    failedAt.length === policy.failures &&
    first !== undefined &&
    secondsBetween(first, at) <= policy.withinSeconds;
  return { failedAt, detectedAt: state.detectedAt ?? (fires ? at : null) };
}

/** What the rule's observations are paced by. */
export interface ProbePace {
  readonly intervalSeconds: number;
  readonly attemptTimeoutSeconds: number;
}

/**
 * The longest that the rule takes on a probe that keeps its pace, in seconds, from the sending of the last good attempt.
 * The next attempt is sent an interval later, and is known to have failed by its time-out; each of the other failures
 * is known at most an interval and a time-out after the one before, and all of them within the policy's window.
 */
export function longestDetectionSeconds(
  { failures, withinSeconds }: DetectionPolicy,
  { intervalSeconds, attemptTimeoutSeconds }: ProbePace,
): number {
  const oneMore = intervalSeconds + attemptTimeoutSeconds;
  return oneMore + Math.min(withinSeconds, (failures - 1) * oneMore);
}
