import { againstObjective } from '../measurement/against-objective.ts';
import type { DatabaseMeasurement } from '../measurement/database-measurement.ts';
import { type Finding, inconclusive, missed } from './finding.ts';
import { againstInWords, count, firstOf } from './reason-words.ts';

/**
 * The plan's own ledger against the objective. Null when the plan names none. A ledger that the plan names and that
 * nobody could read, or that nothing was written to, is a probe that saw nothing: inconclusive.
 */
export function judgeTableRpo(
  { id, tableLoss }: DatabaseMeasurement,
  objectiveSeconds: number,
): Finding | null {
  if (!tableLoss) return null;
  const { table, rpo, lost, seen, reason } = tableLoss;
  if (!rpo) return inconclusive(`${id}: ${reason}`);
  const rows = lost.length === 0 ? `no row of ${count(seen, 'row')} seen` : count(lost.length, 'row');
  return {
    verdict: againstObjective(rpo, objectiveSeconds),
    reason: `${id} lost ${rows} of ${table}, which bounds the loss to ${againstInWords(rpo, objectiveSeconds)}`,
  };
}

/** Rows that are missing in the middle are no tail that replication may lose. */
export function judgeTableRows({ id, tableLoss }: DatabaseMeasurement): readonly Finding[] {
  if (!tableLoss || tableLoss.holes.length === 0) return [];
  const { table, holes } = tableLoss;
  const sequences = firstOf(holes.map(({ sequence }) => sequence));
  return [
    missed(
      `${id} lost ${count(holes.length, 'row')} of ${table} although later ones are there: ${sequences}`,
    ),
  ];
}
