import type { Fate, LedgerChart } from './figure.ts';

/** What a reader calls a fate. */
export const FATE_LABELS: Readonly<Record<Fate, string>> = {
  kept: 'kept',
  served: 'served after recovery',
  lost: 'lost',
  inDoubt: 'in doubt',
  failed: 'failed',
  splitBrain: 'split brain',
};

/** How many of a fate a chart holds. */
export function totalOf({ counts }: LedgerChart, fate: Fate): number {
  return counts[fate].reduce((sum, count) => sum + count, 0);
}
