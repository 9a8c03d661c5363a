import type { TimedAttempt } from './timed-attempt.ts';

/**
 * Attempts that a writer must have made and that the ledger does not hold, as ranges: each segment counts from 0
 * without a gap, and segments from 0 too. Attempts that nobody has may not be taken for good ones.
 */
export function ledgerGaps(attempts: readonly TimedAttempt[]): readonly string[] {
  const segments = Map.groupBy(attempts, ({ segment }) => segment);
  const last = Math.max(-1, ...segments.keys());
  return Array.from({ length: last + 1 }, (_, segment) => segment).flatMap((segment) => {
    const own = segments.get(segment);
    return own ? gapsWithin(segment, own) : [`segment ${segment}`];
  });
}

function gapsWithin(segment: number, attempts: readonly TimedAttempt[]): readonly string[] {
  const present = attempts.map(({ seq }) => seq).toSorted((a, b) => a - b);
  return present.flatMap((seq, index) => {
    const expected = (present[index - 1] ?? -1) + 1;
    if (seq < expected) return [`segment ${segment} holds attempt ${seq} twice`];
    return seq === expected ? [] : [`segment ${segment} attempts ${expected} to ${seq - 1}`];
  });
}
