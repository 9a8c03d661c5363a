import type { Verdict } from '../domain/run/judgement-parts.ts';

/** What the command's end says: a verdict, a mistake in how it was called, or a failure of the tool itself. */
export const EXIT = { met: 0, missed: 1, inconclusive: 2, usage: 64, tool: 70 } as const;

export function exitCodeOf(verdict: Verdict): number {
  return EXIT[verdict];
}
