import { expect, test } from 'vitest';
import { watchHold } from '../../../../lib/domain/measurement/hold-watch.ts';
import { attempt, unanswered } from '../../../fakes/attempts.ts';

const atNew = (ms: number) => attempt(ms, { server: 'new' });
const detect = { failures: 2, withinSeconds: 1 };
const hold = { recoveryServer: 'new', from: 100_000, to: 200_000, allowedGapSeconds: 1, detect };

test('counts what was sent during the hold, and the longest time without a good heartbeat', () => {
  const attempts = [unanswered(80), atNew(100), atNew(120), atNew(180), unanswered(200)];
  expect(watchHold({ ...hold, attempts })).toEqual({
    good: 3,
    bad: [],
    outageAt: null,
    longestGap: 60_000,
    allowedGap: 1_000_000,
  });
});

test('a heartbeat that was acknowledged elsewhere did not hold', () => {
  const { bad } = watchHold({ ...hold, attempts: [atNew(100), attempt(120)] });
  expect(bad.map(({ seq }) => seq)).toEqual([6]);
});

test('a hold without a heartbeat is one long gap', () => {
  expect(watchHold({ ...hold, attempts: [] }).longestGap).toBe(100_000);
});

test('failures that the plan would not call an outage are none', () => {
  const attempts = [unanswered(100), atNew(300), unanswered(320), atNew(500)];
  const { bad, outageAt } = watchHold({ ...hold, to: 600_000, attempts });
  expect([bad.length, outageAt]).toEqual([2, null]);
});

test('as many failures in a row as the plan wants for a detection are an outage', () => {
  const attempts = [atNew(100), unanswered(120), unanswered(140), atNew(160)];
  expect(watchHold({ ...hold, attempts }).outageAt).toBe(attempts[2]?.answered);
});

test('a hold of hours has more heartbeats than a call may have arguments, and is watched all the same', () => {
  const attempts = Array.from({ length: 200_000 }, (_, place) => atNew(100 + place * 20));
  const { good, longestGap } = watchHold({ ...hold, to: 4_000_100_000, attempts });
  expect([good, longestGap]).toEqual([200_000, 20_000]);
});
