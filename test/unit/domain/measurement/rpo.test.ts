import { expect, test } from 'vitest';
import { rpoAtLeast, rpoInterval } from '../../../../lib/domain/measurement/rpo.ts';
import { attempt } from '../../../fakes/attempts.ts';

const disruption = { low: 1_000_000, high: 1_120_000 };

test('the loss reaches from the oldest lost heartbeat to the disruption', () => {
  const point = { newestKept: attempt(480), oldestLost: attempt(500) };
  expect(rpoInterval(disruption, point, 0.02)).toEqual({ low: 498_000, high: 640_000 });
});

test('with none lost it is less than one interval, when the disruption is known so closely', () => {
  const point = { newestKept: attempt(1_000), oldestLost: null };
  expect(rpoInterval({ low: 1_000_000, high: 1_015_000 }, point, 0.02)).toEqual({ low: 0, high: 20_000 });
});

test('with none lost, and a disruption that is known later, it is the time that nobody watched', () => {
  const point = { newestKept: attempt(1_000), oldestLost: null };
  expect(rpoInterval(disruption, point, 0.02)).toEqual({ low: 0, high: 120_000 });
});

test('with none kept it is not known, only that it is at least what was seen', () => {
  const point = { newestKept: null, oldestLost: attempt(0) };
  expect(rpoInterval(disruption, point, 0.02)).toBeNull();
  expect(rpoAtLeast(disruption, point)).toBe(998_000);
});
