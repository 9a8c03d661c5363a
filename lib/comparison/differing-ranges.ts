import type { BlockRange } from '../domain/content/block-range.ts';
import type { ContentTable, RangeReading } from '../domain/content/contents.ts';
import { decideRange } from '../domain/content/range-decision.ts';
import { type Comparison, lineStart } from './comparison.ts';

/** A range of a table that has to be looked at more closely. */
export interface Piece {
  readonly table: ContentTable;
  readonly range: BlockRange;
  /** The most that a reading found in it; 0 where none could be read. */
  readonly rows: number;
}

/** Readings of the same pieces, in their order; `after` is null where the primary was read once. */
export interface Readings {
  readonly before: readonly RangeReading[];
  readonly replica: readonly RangeReading[];
  readonly after: readonly RangeReading[] | null;
}

/** A range that is equal needs no second look; of the others only their place is kept. */
const UNREAD: RangeReading = { unread: 'no answer', again: false };

/** Writes a line for every piece that was read, and answers those that differ. */
export async function differingRanges(
  comparison: Comparison,
  pieces: readonly Omit<Piece, 'rows'>[],
  { before, replica, after }: Readings,
): Promise<readonly Piece[]> {
  const differing: Piece[] = [];
  for (const [index, piece] of pieces.entries()) {
    const look = {
      before: before[index] ?? UNREAD,
      replica: replica[index] ?? UNREAD,
      after: after && (after[index] ?? UNREAD),
    };
    const place = { table: piece.table.table, ...piece.range };
    await comparison.emit({ ...lineStart(comparison), line: 'range', ...place, ...look });
    if (decideRange(look) === 'narrow') differing.push({ ...piece, rows: mostRows(Object.values(look)) });
  }
  return differing;
}

function mostRows(readings: readonly (RangeReading | null)[]): number {
  return Math.max(0, ...readings.map((reading) => (reading && 'rows' in reading ? reading.rows : 0)));
}
