import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  durationBetween,
  earliestOf,
  type Interval,
  latestOf,
  notNegative,
  widthOf,
} from '../../../../lib/domain/measurement/interval.ts';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e9 }))
  .map(([low, width]): Interval => ({ low, high: low + width }));
const share = fc.double({ min: 0, max: 1, noNaN: true });
const within = ({ low, high }: Interval, at: number) => low + Math.floor((high - low) * at);

test('whatever two moments were within their intervals, their distance lies in the duration', () => {
  fc.assert(
    fc.property(fc.tuple(interval, share), fc.tuple(interval, share), ([from, a], [to, b]) => {
      const distance = within(to, b) - within(from, a);
      const { low, high } = durationBetween(from, to);
      expect(low).toBeLessThanOrEqual(distance);
      expect(high).toBeGreaterThanOrEqual(distance);
    }),
  );
});

test('whatever moments were within their intervals, the latest and the earliest of them lie in theirs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(interval, share), { minLength: 1 }), (chosen) => {
      const moments = chosen.map(([known, at]) => within(known, at));
      const intervals = chosen.map(([known]) => known);
      const [latest, earliest] = [latestOf(intervals), earliestOf(intervals)];
      const holds = (known: Interval | null, moment: number) =>
        known !== null && known.low <= moment && moment <= known.high;
      expect(holds(latest, Math.max(...moments))).toBe(true);
      expect(holds(earliest, Math.min(...moments))).toBe(true);
    }),
  );
});

test('the widths add up in a duration', () => {
  fc.assert(
    fc.property(interval, interval, (a, b) => {
      expect(widthOf(durationBetween(a, b))).toBe(widthOf(a) + widthOf(b));
    }),
  );
});

test('of no moments there is neither a latest nor an earliest', () => {
  expect([latestOf([]), earliestOf([])]).toEqual([null, null]);
});

test('a duration is never negative', () => {
  expect(notNegative({ low: -5, high: 7 })).toEqual({ low: 0, high: 7 });
});
