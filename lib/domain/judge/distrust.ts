import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { type Finding, inconclusive } from './finding.ts';
import { firstOf } from './reason-words.ts';

/** Why the times measured on a database may not be relied on, whatever they are; empty when they may. */
export function distrust({ id, gaps, clocks }: DatabaseMeasurement): readonly Finding[] {
  return [
    ...(gaps.length ? [inconclusive(`the ledger of ${id} has gaps: ${firstOf(gaps)}`)] : []),
    ...(clocks.length
      ? [inconclusive(`the clock of ${id}'s heartbeat cannot be relied on: ${firstOf(clocks)}`)]
      : []),
  ];
}

/** Why no time that joins two clocks of the run may be relied on; empty when none contradict each other. */
export function distrustClocks(clocks: readonly string[]): readonly Finding[] {
  return clocks.length ? [inconclusive(`clocks of the run contradict each other: ${firstOf(clocks)}`)] : [];
}
