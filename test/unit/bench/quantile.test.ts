import { expect, test } from 'vitest';
import { median, quantile } from '../../bench/quantile.ts';

test('a quantile is the smallest value below or at which the share lies', () => {
  const values = [30, 10, 20, 40, 50, 60, 70, 80, 90, 100];
  expect(quantile(values, 0.9)).toBe(90);
  expect(quantile(values, 0.91)).toBe(100);
  expect(quantile(values, 0)).toBe(10);
  expect(quantile([7], 0.999)).toBe(7);
});

test('the median is the middle, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('of no values there is neither', () => {
  expect(() => quantile([], 0.5)).toThrow('there is no quantile of no values');
  expect(() => median([])).toThrow('there is no median of no values');
});
