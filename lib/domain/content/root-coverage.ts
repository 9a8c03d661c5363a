import type { BlockRange } from './block-range.ts';
import type { RangeLine, RowsLine, RowsUnreadLine } from './content-line.ts';
import { decideRange } from './range-decision.ts';
import { type DivergedRow, settleBlock } from './settle-block.ts';

/** Rows of a range by what is known of them. total: those of the point, and those that were found besides. */
export interface RowCounts {
  readonly total: number;
  readonly equal: number;
  readonly diverged: number;
  readonly inFlux: number;
  readonly notCompared: number;
}

export interface Gap extends BlockRange {
  readonly reason: string;
}

/** What all lines about one range of the first comparison come to. gaps: blocks of which nothing is known. */
export interface Coverage {
  readonly counts: RowCounts;
  readonly diverged: readonly DivergedRow[];
  readonly gaps: readonly Gap[];
}

/** Later lines about the same table. */
export interface LaterLines {
  readonly ranges: readonly RangeLine[];
  readonly rows: readonly RowsLine[];
  readonly unread: readonly RowsUnreadLine[];
}

interface Piece extends BlockRange {
  readonly equal: number;
  readonly inFlux: number;
  readonly diverged: readonly DivergedRow[];
}

/** Puts the pieces together that a range was cut into. What no piece covers is not compared, whatever it holds. */
export function coverRoot(root: RangeLine, later: LaterLines): Coverage {
  if (decideRange(root) === 'equal') return equalRoot('rows' in root.before ? root.before.rows : 0);
  const pieces = piecesOf(root, later);
  const holes = holesIn(root, pieces);
  const diverged = pieces.flatMap((piece) => piece.diverged);
  const gaps = holes.map((hole) => ({ ...hole, reason: reasonOf(hole, root, later) }));
  return { counts: countsOf(root, pieces, gaps.length > 0), diverged, gaps };
}

function equalRoot(rows: number): Coverage {
  return {
    counts: { total: rows, equal: rows, diverged: 0, inFlux: 0, notCompared: 0 },
    diverged: [],
    gaps: [],
  };
}

function countsOf(root: RangeLine, pieces: readonly Piece[], hasGaps: boolean): RowCounts {
  const sum = (of: (piece: Piece) => number) => pieces.reduce((total, piece) => total + of(piece), 0);
  const equal = sum((piece) => piece.equal);
  const diverged = sum((piece) => piece.diverged.length);
  const extra = sum((piece) => piece.diverged.filter(({ kind }) => kind === 'extra').length);
  const seen = sum((piece) => piece.inFlux);
  const atPoint = 'rows' in root.before ? root.before.rows : 0;
  // A row that was rewritten into another range has left this one, and was compared in neither.
  const unaccounted = Math.max(0, atPoint - equal - (diverged - extra) - seen);
  const inFlux = hasGaps ? seen : seen + unaccounted;
  const notCompared = hasGaps ? unaccounted : 0;
  return { total: equal + diverged + inFlux + notCompared, equal, diverged, inFlux, notCompared };
}

function piecesOf(root: BlockRange, { ranges, rows }: LaterLines): readonly Piece[] {
  const equal = ranges
    .filter((line) => isWithin(line, root) && decideRange(line) === 'equal')
    .map(({ from, to, replica }) => ({
      from,
      to,
      equal: 'rows' in replica ? replica.rows : 0,
      inFlux: 0,
      diverged: [],
    }));
  const looks = Map.groupBy(
    rows.filter((line) => isWithin(line, root)),
    ({ from, to }) => `${from}-${to}`,
  );
  const settled = [...looks.values()].flatMap((lines) => {
    const last = lines.at(-1);
    return last ? [{ from: last.from, to: last.to, ...settleBlock(inARow(lines, last)) }] : [];
  });
  return [...equal, ...settled].toSorted((one, other) => one.from - other.from);
}

/** A look between the two that could not be read leaves room for anything. */
function inARow(lines: readonly RowsLine[], last: RowsLine): readonly RowsLine[] {
  return lines.filter(({ look }) => look >= last.look - 1);
}

function holesIn(root: BlockRange, pieces: readonly BlockRange[]): readonly BlockRange[] {
  const holes: BlockRange[] = [];
  let covered: number | null = root.from;
  for (const { from, to } of pieces) {
    if (covered === null) break;
    if (from > covered) holes.push({ from: covered, to: from });
    covered = to === null ? null : Math.max(covered, to);
  }
  const isOpen = covered !== null && (root.to === null || covered < root.to);
  return isOpen && covered !== null ? [...holes, { from: covered, to: root.to }] : holes;
}

function reasonOf(hole: BlockRange, root: RangeLine, { unread, ranges }: LaterLines): string {
  const failed = unread.find((line) => isWithin(line, hole));
  if (failed) return `${failed.side}: ${failed.unread}`;
  const words = [root, ...ranges.filter((line) => isWithin(line, hole))].flatMap(({ before, replica }) => [
    ...('unread' in before ? [`primary: ${before.unread}`] : []),
    ...('unread' in replica ? [`replica: ${replica.unread}`] : []),
  ]);
  return words[0] ?? 'it differed, and was not looked at again';
}

function isWithin(one: BlockRange, other: BlockRange): boolean {
  if (one.from < other.from) return false;
  return other.to === null || (one.to !== null && one.to <= other.to);
}
