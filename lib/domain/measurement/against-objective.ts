import type { Verdict } from '../run/judgement-parts.ts';
import type { Interval } from './interval.ts';

/**
 * Holds a measured interval against an objective. Met only when the worst that the measurement allows is within it,
 * missed only when even the best is not; an interval that straddles the objective proves neither.
 * One that ends before it begins, or before zero, measures nothing: the samples that it rests on are out of order.
 */
export function againstObjective({ low, high }: Interval, objectiveSeconds: number): Verdict {
  if (low > high || high < 0) return 'inconclusive';
  const objective = objectiveSeconds * 1e6;
  if (high <= objective) return 'met';
  return low > objective ? 'missed' : 'inconclusive';
}
