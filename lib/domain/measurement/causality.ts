import type { Instant } from '../instant.ts';
import { CLOCK_ERROR } from './clock-error.ts';
import { toSeconds } from './interval.ts';

/** Step Functions stamps events in whole milliseconds. */
const STAMP = 1_000;

/** Two moments on different clocks, of which the first came before the second whatever the clocks say. */
export interface CausalPair {
  readonly cause: string;
  readonly causeAt: Instant | null;
  readonly effect: string;
  readonly effectAt: Instant | null;
}

/**
 * Clocks that cannot both be right: an effect that was stamped before its cause by more than the stated error. A
 * disagreement that keeps the order of all pairs cannot be seen.
 */
export function causalityProblems(pairs: readonly CausalPair[]): readonly string[] {
  return pairs.flatMap(({ cause, causeAt, effect, effectAt }) => {
    if (causeAt === null || effectAt === null) return [];
    const early = causeAt - effectAt;
    if (early <= CLOCK_ERROR + STAMP) return [];
    return `${effect} is stamped ${toSeconds(early)} s before ${cause}: their clocks disagree by at least that`;
  });
}
