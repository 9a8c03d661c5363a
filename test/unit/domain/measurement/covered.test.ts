import fc from 'fast-check';
import { expect, test } from 'vitest';
import { covered } from '../../../../lib/domain/measurement/covered.ts';

const moment = fc.integer({ min: -20, max: 60 });
const interval = fc.tuple(moment, moment).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

test('each unit of the window counts once, however many intervals cover it', () => {
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 8 }), interval, (intervals, window) => {
      const units = Array.from({ length: window.high - window.low }, (_, index) => window.low + index);
      const inside = units.filter((unit) => intervals.some(({ low, high }) => low <= unit && unit < high));
      expect(covered(intervals, window)).toBe(inside.length);
    }),
  );
});
