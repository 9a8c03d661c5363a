import type { ContentResult } from '../../content/content-result.ts';
import { type Finding, inconclusive, met, missed } from '../finding.ts';
import { count, firstOf } from '../reason-words.ts';

/** Whether a replica holds what its primary holds: every row that rests, compared. */
export function judgeComparison(id: string, result: ContentResult): Finding {
  const { problems, rows, ranges, sequences } = result;
  if (rows.diverged > 0) {
    const named = result.diverged.map(({ kind, key, ctid }) => `${kind}: ${key ?? ctid}`);
    return missed(`${count(rows.diverged, 'row')} of ${id} differ: ${firstOf(named)}`);
  }
  const wrong = sequences.filter(({ state }) => state !== 'equal' && state !== 'in-flux');
  if (wrong.length > 0)
    return missed(
      `${id}: ${firstOf(wrong.map(({ sequence, state }) => `the sequence ${sequence} is ${state} on the replica`))}`,
    );
  if (problems.length > 0) return inconclusive(`${id}: ${firstOf(problems)}`);
  const [gap] = ranges.notCompared;
  if (gap || rows.notCompared > 0)
    return inconclusive(
      `${count(rows.notCompared, 'row')} of ${id} were not compared${gap ? `: ${gap.reason}` : ''}`,
    );
  if (rows.equal === 0)
    return inconclusive(
      rows.inFlux > 0
        ? `each of ${count(rows.inFlux, 'row')} of ${id} kept changing: none was compared`
        : `${id} holds no row that could be compared`,
    );
  const moving = rows.inFlux > 0 ? `; ${rows.inFlux} kept changing and are not among them` : '';
  return met(`${count(rows.equal, 'row')} of ${id} are the same on both sides${moving}`);
}
