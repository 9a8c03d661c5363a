import { describe, expect, it } from 'vitest';
import type { ContentRow, RangeReading } from '../../../../lib/domain/content/contents.ts';
import type { ManifestRange } from '../../../../lib/domain/manifest/backup-manifest.ts';
import { judgeCopiedRange } from '../../../../lib/domain/manifest/copied-range.ts';
import type { CopyRangeLine, CopyRowsLine } from '../../../../lib/domain/manifest/copy-line.ts';
import { findSettled, settledRows } from '../../../../lib/domain/manifest/settled-rows.ts';

const TABLE = { schema: 'public', name: 'orders' };
const start = { schemaVersion: 1, database: 'orders', table: TABLE, from: 0, to: 8 } as const;

const reading = (rows: number, fill: string): RangeReading => ({ rows, digest: fill.repeat(64) });
const atRest: ManifestRange = {
  from: 0,
  to: 8,
  before: reading(10, 'a'),
  after: reading(10, 'a'),
  settled: null,
};
const kept = ['1', '2', '3'].map((number) => ({ ctid: `(0,${number})`, xmin: '500', digest: number }));
const changed: ManifestRange = {
  ...atRest,
  after: reading(9, 'b'),
  settled: { kept, reason: null },
};
const onCopy = (copy: RangeReading): CopyRangeLine => ({ ...start, line: 'copy-range', copy });
const rowsOnCopy = (more: Partial<CopyRowsLine>): CopyRowsLine => ({
  ...start,
  line: 'copy-rows',
  found: 3,
  missing: [],
  different: [],
  unread: null,
  ...more,
});

describe('a range that rested', () => {
  it('is proven row by row when the copy has the same', () => {
    const judged = judgeCopiedRange(atRest, onCopy(reading(10, 'a')), undefined);
    expect(judged).toEqual({ rows: 10, proven: 10, mismatches: [], unproven: [] });
  });

  it('is a mismatch when it has another, and proves nothing', () => {
    const { proven, mismatches } = judgeCopiedRange(atRest, onCopy(reading(11, 'a')), undefined);
    expect({ proven, kinds: mismatches.map(({ kind, seen }) => [kind, seen]) }).toEqual({
      proven: 0,
      kinds: [['range', '11 rows of another digest, where 10 were']],
    });
  });

  it.each([
    ['it was not looked at on the copy', undefined],
    ['the copy could not be read: invalid page', onCopy({ unread: 'invalid page', again: false })],
  ])('is not proven: %s', (reason, line) => {
    const { proven, mismatches, unproven } = judgeCopiedRange(atRest, line, undefined);
    expect({ proven, mismatches, unproven }).toEqual({
      proven: 0,
      mismatches: [],
      unproven: [{ from: 0, to: 8, changed: false, reason }],
    });
  });
});

describe('a range that changed while the backup was taken', () => {
  it('is proven as far as its rows did not', () => {
    expect(judgeCopiedRange(changed, undefined, rowsOnCopy({}))).toEqual({
      rows: 10,
      proven: 3,
      mismatches: [],
      unproven: [{ from: 0, to: 8, changed: true, reason: '7 rows changed while the backup was taken' }],
    });
  });

  it('names each row that is not there', () => {
    const line = rowsOnCopy({ found: 1, missing: ['(0,2)'], different: ['(0,3)'] });
    const { proven, mismatches } = judgeCopiedRange(changed, undefined, line);
    expect({ proven, places: mismatches.map(({ kind, ctid }) => [kind, ctid]) }).toEqual({
      proven: 1,
      places: [
        ['missing', '(0,2)'],
        ['different', '(0,3)'],
      ],
    });
  });

  it.each([
    ['its rows were not looked at on the copy', undefined],
    ['the copy could not be read: gone', rowsOnCopy({ found: 0, unread: 'gone' })],
    ['2 of 3 rows were looked up', rowsOnCopy({ found: 2 })],
  ])('is not proven: %s', (reason, line) => {
    expect(judgeCopiedRange(changed, undefined, line)).toMatchObject({
      proven: 0,
      mismatches: [],
      unproven: [{ reason }],
    });
  });
});

describe('the rows that are kept of it', () => {
  const row = (number: number, xmin: string): ContentRow => ({
    ctid: `(0,${number})`,
    key: null,
    xmin,
    xmax: '0',
    digest: `${number}`,
  });

  it('are those that had certainly been committed before the backup', () => {
    const rows = [row(1, '99'), row(2, '100'), row(3, '105'), row(4, '130')];
    expect(settledRows(rows, '100:120:100')).toEqual([{ ctid: '(0,1)', xmin: '99', digest: '1' }]);
  });

  it('are found on the copy by place, transaction and digest', () => {
    const copy = [row(1, '500'), row(2, '501'), row(9, '500')];
    expect(findSettled(kept, copy)).toEqual({ found: 1, missing: ['(0,3)'], different: ['(0,2)'] });
  });
});
