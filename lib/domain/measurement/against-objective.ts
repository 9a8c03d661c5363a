import type { Verdict } from '../run/judgement-parts.ts';
import type { Interval } from './interval.ts';

/**
 * Holds a measured interval against an objective. Met only when the worst that the measurement allows is within it,
 * missed only when even the best is not; an interval that straddles the objective proves neither.
 */
export function againstObjective({ low, high }: Interval, objectiveSeconds: number): Verdict {
  const objective = objectiveSeconds * 1e6;
  if (high <= objective) return 'met';
  return low > objective ? 'missed' : 'inconclusive';
}
