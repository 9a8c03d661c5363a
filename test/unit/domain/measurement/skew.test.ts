import fc from 'fast-check';
import { expect, test } from 'vitest';
import { skewInterval } from '../../../../lib/domain/measurement/skew.ts';

const point = (low: number, high = low + 20_000) => ({ low, high });

test('recovery points lie as far apart as the farthest two, each within its interval, on two clocks', () => {
  expect(skewInterval([point(1_000_000), point(1_300_000), point(1_100_000)])).toEqual({
    low: 278_000,
    high: 322_000,
  });
});

test('a distance below the error may be none', () => {
  expect(skewInterval([point(1_000_000), point(1_010_000)])).toEqual({ low: 0, high: 32_000 });
});

test('one that is not known makes the distance unknown', () => {
  expect(skewInterval([point(1_000_000), null])).toBeNull();
});

test('wherever the points truly were, and by whatever stated error the clocks differed, the interval holds it', () => {
  const known = fc.record({
    low: fc.integer({ min: 0, max: 1e9 }),
    width: fc.integer({ min: 0, max: 1e6 }),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(known, { minLength: 2, maxLength: 4 }), (points) => {
      const truth = points.map(({ low, width, at }) => low + Math.floor(width * at));
      const distance = Math.max(...truth) - Math.min(...truth);
      const skew = skewInterval(points.map(({ low, width }) => ({ low, high: low + width })));
      expect(skew?.low).toBeLessThanOrEqual(distance);
      expect(skew?.high).toBeGreaterThanOrEqual(distance);
    }),
  );
});
