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

/** Smaller ranges that cover the same blocks; of an open-ended one, those behind the table's end are one more. */
export function splitRange({ from, to }: BlockRange, parts: number, blocks: number): readonly BlockRange[] {
  const end = to ?? Math.max(from, blocks);
  const closed = cut({ from, to: end }, Math.max(1, Math.ceil((end - from) / parts)));
  return to === null ? [...closed, { from: end, to: null }] : closed;
}

/** Nothing is left to split: a single block, or what lies behind the table's end. */
export function isSmallest({ from, to }: BlockRange, blocks: number): boolean {
  return to === null ? from >= blocks : to - from <= 1;
}

function cut({ from, to }: { from: number; to: number }, step: number): readonly BlockRange[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, part) => ({
    from: from + part * step,
    to: Math.min(to, from + (part + 1) * step),
  }));
}
