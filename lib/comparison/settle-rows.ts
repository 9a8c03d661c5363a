import type { ContentRow, RowsReading, Unread } from '../domain/content/contents.ts';
import { type BlockLook, lookAtBlock } from '../domain/content/row-decision.ts';
import { isSettled } from '../domain/content/settle-block.ts';
import type { ContentView } from '../ports/table-contents.ts';
import { awaitReplay } from './await-replay.ts';
import { checkDeadline, type Comparison, lineStart } from './comparison.ts';
import type { Piece } from './differing-ranges.ts';

/** Rows that change in each of so many looks are in flux. */
const MOST_LOOKS = 5;

/** The next look comes later each time, so that a row that was written for a moment has come to rest. */
const PAUSE_MS = 20;

/** A block of 32 KiB holds no more; what lies behind a table's end is cut until it does not either. */
export const MOST_ROWS = 2_000;

interface OpenPiece {
  readonly piece: Piece;
  readonly looks: readonly BlockLook[];
}

/** Looks at the rows of smallest ranges, again and again while any of them may have been in motion. */
export async function settleRows(comparison: Comparison, pieces: readonly Piece[]): Promise<void> {
  let open: readonly OpenPiece[] = pieces.map((piece) => ({ piece, looks: [] }));
  for (let look = 0; look < MOST_LOOKS && open.length > 0; look += 1) {
    checkDeadline(comparison);
    if (look > 0) await comparison.clock.sleep(PAUSE_MS * look);
    open = await lookAtAll(comparison, open, look);
  }
}

async function lookAtAll(
  comparison: Comparison,
  open: readonly OpenPiece[],
  look: number,
): Promise<readonly OpenPiece[]> {
  const { primary, replica } = comparison;
  const before = await readAll(primary.latest, open);
  await awaitReplay(comparison, await primary.position());
  const copies = await readAll(replica.latest, open);
  const after = await readAll(primary.latest, open);
  const next: OpenPiece[] = [];
  for (const [index, { piece, looks }] of open.entries()) {
    const sides = { before: before[index], replica: copies[index], after: after[index] };
    const seen = await noteLook(comparison, piece, { ...sides, look });
    // One that could not be read keeps no looks: those on both sides of it would not be two in a row.
    const all = 'unread' in seen ? [] : [...looks.slice(-1), seen];
    const hopeless = 'unread' in seen && !seen.again;
    if (!hopeless && !isSettled(all)) next.push({ piece, looks: all });
  }
  return next;
}

interface Sides {
  readonly look: number;
  readonly before: RowsReading | undefined;
  readonly replica: RowsReading | undefined;
  readonly after: RowsReading | undefined;
}

/** Writes down one look, or which side could not be read. */
async function noteLook(comparison: Comparison, piece: Piece, sides: Sides): Promise<BlockLook | Unread> {
  const { before, replica, after, look } = sides;
  const start = { ...lineStart(comparison), table: piece.table.table, ...piece.range, look } as const;
  if (!wasRead(before) || !wasRead(after) || !wasRead(replica)) {
    const side = wasRead(before) && wasRead(after) ? 'replica' : 'primary';
    const failed = [before, after, replica].find((reading) => !wasRead(reading));
    const said = failed && 'unread' in failed ? failed : { unread: 'no answer', again: true };
    await comparison.emit({ ...start, line: 'rows-unread', side, ...said });
    return said;
  }
  const seen = lookAtBlock({
    before: before.rows,
    replica: replica.rows,
    after: after.rows,
    snapshot: after.snapshot,
  });
  await comparison.emit({ ...start, line: 'rows', ...seen, odd: [...seen.odd] });
  return seen;
}

function wasRead(
  reading: RowsReading | undefined,
): reading is { readonly snapshot: string; readonly rows: ContentRow[] } {
  return reading !== undefined && 'rows' in reading;
}

async function readAll(view: ContentView, open: readonly OpenPiece[]): Promise<readonly RowsReading[]> {
  const readings: RowsReading[] = [];
  for (const { piece } of open) readings.push(await view.rows({ ...piece, most: MOST_ROWS }));
  return readings;
}
