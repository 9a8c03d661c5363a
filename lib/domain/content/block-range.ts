import * as z from 'zod';

const block = z.int().nonnegative();

/** Blocks of a table, from one on and before another; null for all that follow, also those that come later. */
export const BlockRange = z.object({ from: block, to: block.nullable() });

export type BlockRange = z.infer<typeof BlockRange>;

export interface TableSize {
  readonly blocks: number;
  /** As the planner's statistics have it; null where there are none. */
  readonly estimatedRows: number | null;
}

/** What a block holds where statistics say nothing: rows of about a hundred bytes in blocks of 8 KiB. */
const ROWS_PER_BLOCK = 64;

/** Cuts a table into ranges of about so many rows, the last one open-ended: new blocks belong to it. */
export function cutTable({ blocks, estimatedRows }: TableSize, rowsPerRange: number): readonly BlockRange[] {
  const density = estimatedRows && blocks > 0 ? estimatedRows / blocks : ROWS_PER_BLOCK;
  const step = Math.max(1, Math.floor(rowsPerRange / density));
  const ranges = cut({ from: 0, to: blocks }, step);
  return [...ranges.slice(0, -1), { from: ranges.at(-1)?.from ?? 0, to: null }];
}

/** Behind a table's end nobody knows how many blocks there are by now: each part is so many times the one before. */
const BEHIND = { firstBlocks: 16, growth: 4, parts: 10 };

/** Smaller ranges that cover the same blocks; of an open-ended one, those behind the table's end are one more. */
export function splitRange({ from, to }: BlockRange, parts: number, blocks: number): readonly BlockRange[] {
  if (isSmallest({ from, to }, blocks) && to === null) return splitBehind(from);
  const end = to ?? Math.max(from, blocks);
  const closed = cut({ from, to: end }, Math.max(1, Math.ceil((end - from) / parts)));
  return to === null ? [...closed, { from: end, to: null }] : closed;
}

/** A single block, or what lies behind the table's end, which is mostly little. */
export function isSmallest({ from, to }: BlockRange, blocks: number): boolean {
  return to === null ? from >= blocks : to - from <= 1;
}

/** Some 45 GB of blocks, and what lies behind them. */
function splitBehind(from: number): readonly BlockRange[] {
  const { firstBlocks, growth, parts } = BEHIND;
  const starts = Array.from(
    { length: parts + 1 },
    (_, part) => from + (firstBlocks * (growth ** part - 1)) / (growth - 1),
  );
  return starts.map((start, part) => ({ from: start, to: starts[part + 1] ?? null }));
}

function cut({ from, to }: { from: number; to: number }, step: number): readonly BlockRange[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, part) => ({
    from: from + part * step,
    to: Math.min(to, from + (part + 1) * step),
  }));
}
