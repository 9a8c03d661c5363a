import { expect, test } from 'vitest';
import { greatest } from '../../../../lib/domain/measurement/greatest.ts';

test('the greatest of some numbers, and never less than what is asked for', () => {
  expect(greatest([3, 9, 4], 0)).toBe(9);
  expect(greatest([-3, -9], 0)).toBe(0);
  expect(greatest([], 7)).toBe(7);
});
