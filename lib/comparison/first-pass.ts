import { type BlockRange, cutTable } from '../domain/content/block-range.ts';
import type { ContentTable } from '../domain/content/contents.ts';
import type { HeldView } from '../ports/table-contents.ts';
import { checkDeadline, type Comparison } from './comparison.ts';
import { differingRanges, type Piece } from './differing-ranges.ts';
import { RANGES_A_STATEMENT, readDigests } from './read-digests.ts';

/**
 * Compares every range as the held view shows it with what the replica holds now; the replica must have replayed the
 * view's position. Answers the ranges that differ.
 */
export async function firstPass(
  comparison: Comparison,
  view: HeldView,
  tables: readonly ContentTable[],
): Promise<readonly Piece[]> {
  const differing: Piece[] = [];
  for (const table of tables) {
    const ranges = cutTable(table, comparison.rowsPerRange);
    for (let first = 0; first < ranges.length; first += RANGES_A_STATEMENT) {
      checkDeadline(comparison);
      const some = ranges.slice(first, first + RANGES_A_STATEMENT);
      differing.push(...(await compareRanges(comparison, view, { table, ranges: some })));
    }
  }
  return differing;
}

interface SomeRanges {
  readonly table: ContentTable;
  readonly ranges: readonly BlockRange[];
}

async function compareRanges(
  comparison: Comparison,
  view: HeldView,
  { table, ranges }: SomeRanges,
): Promise<readonly Piece[]> {
  const [before, replica] = await Promise.all([
    readDigests(view, { table, ranges }),
    readDigests(comparison.replica.latest, { table, ranges }),
  ]);
  const pieces = ranges.map((range) => ({ table, range }));
  return differingRanges(comparison, pieces, { before, replica, after: null });
}
