import { expect, test } from 'vitest';
import { segmentsAfter, walRangeOf } from '../../../lib/sandbox/postgres/wal-files.ts';

const label = (segment: string) =>
  `START WAL LOCATION: 0/2000028 (file ${segment})\nCHECKPOINT LOCATION: 0/2000080\nSTART TIMELINE: 1\n`;

test('a backup needs the segments from its label up to its last byte', () => {
  const first = '000000010000000000000002';
  expect(walRangeOf(label(first), '0/2000158')).toEqual({ first, last: first });
  // A place at the beginning of a segment needs nothing of it.
  expect(walRangeOf(label(first), '0/3000000')).toEqual({ first, last: first });
  expect(walRangeOf(label(first), '0/3000001').last).toBe('000000010000000000000003');
});

test('segments are named by their timeline, and by 256 of them an id', () => {
  const first = '0000000A00000001000000FF';
  expect(walRangeOf(label(first), '2/28').last).toBe('0000000A0000000200000000');
  expect(walRangeOf(label(first), '1/FFFFFFFF').last).toBe(first);
});

test('a label without a segment is none', () => {
  expect(() => walRangeOf('nothing', '0/1')).toThrow("a backup's label names no segment of WAL: nothing");
});

test('what is to be shipped are all segments behind the last one', () => {
  const last = '0000000100000001000000FE';
  expect(segmentsAfter(last, '000000010000000200000000')).toEqual([
    '0000000100000001000000FF',
    '000000010000000200000000',
  ]);
  expect(segmentsAfter(last, last)).toEqual([]);
});
