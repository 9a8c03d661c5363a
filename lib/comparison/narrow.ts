import { isSmallest, splitRange } from '../domain/content/block-range.ts';
import type { RangeReading } from '../domain/content/contents.ts';
import type { ContentView } from '../ports/table-contents.ts';
import { awaitReplay } from './await-replay.ts';
import { checkDeadline, type Comparison } from './comparison.ts';
import { differingRanges, type Piece } from './differing-ranges.ts';
import { readDigests } from './read-digests.ts';
import { MOST_ROWS, settleRows } from './settle-rows.ts';

/** Into so many a range is split: two or three rounds lead from ten thousand rows to a block. */
const PARTS = 16;

/** Looked at in one round, which waits for the replica once. What is kept at a time is bounded by it. */
const PIECES_A_ROUND = 16;

/** Looks at ranges that differ in ever smaller ones, down to single rows. */
export async function narrow(comparison: Comparison, differing: readonly Piece[]): Promise<void> {
  const stack = differing.toReversed();
  while (stack.length > 0) {
    checkDeadline(comparison);
    const some = stack.splice(-PIECES_A_ROUND).toReversed();
    const smallest = some.filter((piece) => isSmallest(piece.range, piece.table.blocks) && !isCrowded(piece));
    await settleRows(comparison, smallest);
    const larger = some.filter((piece) => !smallest.includes(piece));
    stack.push(...(await splitRound(comparison, larger)).toReversed());
  }
}

/** What came behind the table's end since is more than is read at once; more may come before it is. */
function isCrowded({ range, rows }: Piece): boolean {
  return range.to === null && rows > MOST_ROWS / 4;
}

/** One family: the ranges that a range was split into. */
interface Family extends Pick<Piece, 'table'> {
  readonly ranges: readonly Piece['range'][];
}

/** Primary, replica, primary: the replica is asked when it has replayed what the first answer showed. */
async function splitRound(comparison: Comparison, pieces: readonly Piece[]): Promise<readonly Piece[]> {
  if (pieces.length === 0) return [];
  const families = pieces.map(({ table, range }) => ({
    table,
    ranges: splitRange(range, PARTS, table.blocks),
  }));
  const before = await readFamilies(comparison.primary.latest, families);
  await awaitReplay(comparison, await comparison.primary.position());
  const replica = await readFamilies(comparison.replica.latest, families);
  const after = await readFamilies(comparison.primary.latest, families);
  return differingRanges(comparison, families.flatMap(membersOf), { before, replica, after });
}

function membersOf({ table, ranges }: Family): readonly Omit<Piece, 'rows'>[] {
  return ranges.map((range) => ({ table, range }));
}

async function readFamilies(
  view: ContentView,
  families: readonly Family[],
): Promise<readonly RangeReading[]> {
  const readings: RangeReading[] = [];
  for (const family of families) readings.push(...(await readDigests(view, family)));
  return readings;
}
