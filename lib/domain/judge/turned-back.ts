import { failureWords } from './failure-words.ts';
import { inputOf, type RunFacts } from './run-facts.ts';

/**
 * That a real run has turned back, and why, as words; null where it did not, or where that is not on record. It has when
 * it closed its record, its way back was gone, and a promotion was never so much as begun.
 */
export function turnedBack(facts: RunFacts): string | null {
  const closing = facts.outcome('SealRecord');
  const isReal = inputOf(facts, 'failover')?.scope === 'real';
  if (!isReal || !closing || !facts.outcome('ReturnRegion') || facts.promotionBegun) return null;
  const why = closing.failure ? failureWords(closing.failure) : 'why is not on record';
  return `it turned back before anything was promoted (${why})`;
}
