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
