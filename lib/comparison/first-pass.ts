import { type BlockRange, cutTable } from '../domain/content/block-range.ts';
import type { ContentTable, RangeReading } from '../domain/content/contents.ts';
import { decideRange } from '../domain/content/range-decision.ts';
import type { HeldView } from '../ports/table-contents.ts';
import { checkDeadline, type Comparison, lineStart } from './comparison.ts';
import { RANGES_A_STATEMENT, readDigests } from './read-digests.ts';

/** A range of a table that has to be looked at more closely. */
export interface Piece {
  readonly table: ContentTable;
  readonly range: BlockRange;
}

/** A range that is equal needs no second look; of the others only their place is kept. */
const UNREAD: RangeReading = { unread: 'no answer', again: false };

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
  const [primary, replica] = await Promise.all([
    readDigests(view, { table, ranges }),
    readDigests(comparison.replica.latest, { table, ranges }),
  ]);
  const differing: Piece[] = [];
  for (const [index, range] of ranges.entries()) {
    const look = { before: primary[index] ?? UNREAD, replica: replica[index] ?? UNREAD, after: null };
    await comparison.emit({
      ...lineStart(comparison),
      line: 'range',
      table: table.table,
      ...range,
      ...look,
    });
    if (decideRange(look) === 'narrow') differing.push({ table, range });
  }
  return differing;
}
