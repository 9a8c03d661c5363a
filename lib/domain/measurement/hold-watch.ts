import type { Instant } from '../instant.ts';
import { type DetectionPolicy, observe, UNDETECTED } from '../ledger/detection-rule.ts';
import { greatest } from './greatest.ts';
import { isAcknowledgedBy, type TimedAttempt } from './timed-attempt.ts';

export interface HoldQuestion {
  readonly attempts: readonly TimedAttempt[];
  readonly recoveryServer: string | null;
  readonly from: Instant;
  readonly to: Instant;
  /** A gap longer than this could hide what the plan would detect as an outage. */
  readonly allowedGapSeconds: number;
  /** What the plan calls an outage. */
  readonly detect: DetectionPolicy;
}

/** What the heartbeat saw of the recovery site while it was held. */
export interface HoldWatch {
  readonly good: number;
  readonly bad: readonly TimedAttempt[];
  /** When the plan's own rule would have detected an outage of the recovery site; null when it would not. */
  readonly outageAt: Instant | null;
  /** The longest time without a heartbeat that was acknowledged there, in microseconds. */
  readonly longestGap: number;
  readonly allowedGap: number;
}

/** Watches an attempt from its sending: one that was sent in the hold belongs to it, whenever it was answered. */
export function watchHold({
  attempts,
  recoveryServer,
  from,
  to,
  allowedGapSeconds,
  detect,
}: HoldQuestion): HoldWatch {
  const within = attempts.filter(({ sent }) => sent >= from && sent < to);
  const good = within.filter((attempt) => isAcknowledgedBy(attempt, recoveryServer));
  const marks = [from, ...good.map(({ sent }) => sent), to];
  const gaps = marks.map((mark, index) => mark - (marks[index - 1] ?? mark));
  return {
    good: good.length,
    bad: within.filter((attempt) => !isAcknowledgedBy(attempt, recoveryServer)),
    outageAt: firstOutage(
      detect,
      within.map((attempt) => ({ at: attempt.answered, good: isAcknowledgedBy(attempt, recoveryServer) })),
    ),
    longestGap: greatest(gaps, 0),
    allowedGap: allowedGapSeconds * 1e6,
  };
}

interface Observation {
  readonly at: Instant;
  readonly good: boolean;
}

/** When a detection rule fires first over observations in any order; null when it never does. */
export function firstOutage(detect: DetectionPolicy, observations: readonly Observation[]): Instant | null {
  let state = UNDETECTED;
  for (const observation of observations.toSorted((a, b) => a.at - b.at)) {
    state = observe(detect, state, observation);
    if (state.detectedAt !== null) return state.detectedAt;
  }
  return null;
}
