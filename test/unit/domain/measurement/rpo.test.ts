import { expect, test } from 'vitest';
import { rpoAtLeast, rpoInterval } from '../../../../lib/domain/measurement/rpo.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const outage = { lastAcknowledged: attempt(1000), firstFailed: unanswered(1020), recovered: null };

test('the loss reaches from the oldest lost heartbeat to the disruption', () => {
  const point = { newestKept: attempt(480), oldestLost: attempt(500) };
  expect(rpoInterval(outage, point, 0.02)).toEqual({ low: 498_000, high: 640_000 });
});

test('with none lost it is less than one interval', () => {
  const point = { newestKept: attempt(1000), oldestLost: null };
  expect(rpoInterval(outage, point, 0.02)).toEqual({ low: 0, high: 20_000 });
});

test('with none lost, and a tick that came late, it is the time that nobody watched', () => {
  const late = { ...outage, firstFailed: unanswered(1100) };
  expect(rpoInterval(late, { newestKept: attempt(1000), oldestLost: null }, 0.02)).toEqual({
    low: 0,
    high: 100_000,
  });
});

test('with none kept it is not known, only that it is at least what was seen', () => {
  const point = { newestKept: null, oldestLost: attempt(0) };
  expect(rpoInterval(outage, point, 0.02)).toBeNull();
  expect(rpoAtLeast(outage, point)).toBe(998_000);
});
