import { expect, test } from 'vitest';
import { skewInterval } from '../../../../lib/domain/measurement/skew.ts';

test('recovery points lie as far apart as they do, one interval either way', () => {
  expect(skewInterval([1_000_000, 1_300_000, 1_100_000], 0.02)).toEqual({ low: 280_000, high: 320_000 });
});

test('a distance below the error may be none', () => {
  expect(skewInterval([1_000_000, 1_010_000], 0.02)).toEqual({ low: 0, high: 30_000 });
});

test('one that is not known makes the distance unknown', () => {
  expect(skewInterval([1_000_000, null], 0.02)).toBeNull();
});
