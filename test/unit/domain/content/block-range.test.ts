import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BlockRange,
  cutTable,
  isSmallest,
  splitRange,
} from '../../../../lib/domain/content/block-range.ts';

/** Each range begins where the one before ends. */
function follows(ranges: readonly BlockRange[]): boolean {
  return ranges.every(({ from }, index) => index === 0 || ranges[index - 1]?.to === from);
}

describe('a table cut in ranges', () => {
  it('has about so many rows in each, and leaves the last one open', () => {
    expect(cutTable({ blocks: 25, estimatedRows: 2_500 }, 1_000)).toEqual([
      { from: 0, to: 10 },
      { from: 10, to: 20 },
      { from: 20, to: null },
    ]);
  });

  it('is one open range when it has no block', () => {
    expect(cutTable({ blocks: 0, estimatedRows: null }, 10)).toEqual([{ from: 0, to: null }]);
  });

  it('is cut in ever larger parts behind its end', () => {
    const parts = splitRange({ from: 100, to: null }, 16, 100);
    expect(parts.slice(0, 3)).toEqual([
      { from: 100, to: 116 },
      { from: 116, to: 180 },
      { from: 180, to: 436 },
    ]);
    expect(parts).toHaveLength(11);
  });

  it('is covered without gap or overlap, and so is each range that is split', () => {
    const sizes = fc.record({
      blocks: fc.nat({ max: 5_000 }),
      estimatedRows: fc.option(fc.nat({ max: 10_000_000 })),
    });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 100_000 }), fc.nat(), (size, rowsPerRange, which) => {
        const ranges = cutTable(size, rowsPerRange);
        expect([ranges[0]?.from, ranges.at(-1)?.to, follows(ranges)]).toEqual([0, null, true]);
        const range = ranges[which % ranges.length] ?? { from: 0, to: null };
        const parts = splitRange(range, 16, size.blocks);
        expect([parts[0]?.from, parts.at(-1)?.to, follows(parts)]).toEqual([range.from, range.to, true]);
        const isSmaller = parts.length > 1 || isSmallest(range, size.blocks);
        expect(isSmaller).toBe(true);
      }),
    );
  });
});
