import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awsDelays } from '../../../lib/sandbox/aws-delays.ts';
import { AWS_TIMINGS, type AwsTiming } from '../../../lib/sandbox/aws-timings.ts';
import { drawSeconds } from '../../../lib/sandbox/draw-seconds.ts';

const health = { checkIntervalSeconds: 10, failureThreshold: 3, ttlSeconds: 60 };
const timings: readonly (readonly [string, AwsTiming])[] = Object.entries(AWS_TIMINGS);

test('the same seed gives the same delays, and the health check is as it is set up', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const delays = awsDelays(seed, health);
      expect(delays).toEqual(awsDelays(seed, health));
      expect(delays).toMatchObject({ switchHealthCheckMs: 10_000, switchThreshold: 3, dnsTtlMs: 60_000 });
      expect(delays.promotionMs).toBeGreaterThan(delays.staleStatusMs);
    }),
  );
});

test.each(timings)('%s is drawn with the median and the percentile that its row names', (name, { drawn }) => {
  const draws = Array.from({ length: 4_000 }, (_, seed) => drawSeconds(drawn, seed, name)).toSorted(
    (a, b) => a - b,
  );
  const share = (limit: number) => draws.filter((seconds) => seconds <= limit).length / draws.length;
  expect(share(drawn.medianSeconds)).toBeCloseTo(0.5, 1);
  expect(share(drawn.p90Seconds)).toBeCloseTo(0.9, 1);
  expect(draws[0]).toBeGreaterThan(0);
});

test.each(timings)('%s says where it is from, and what is written there', (_, { what, source, says }) => {
  expect([what, source, says].every((text) => text.length > 5)).toBe(true);
});
