import { expect, test } from 'vitest';
import { gapsWithin } from '../../bench/heartbeat/gaps.ts';

test('gaps are counted within the stretch that both writers share, whatever the order of the samples', () => {
  const every5Ms = Array.from({ length: 1001 }, (_, index) => index * 5000);
  const late = every5Ms.map((at) => (at === 50_000 ? at + 4000 : at)).toReversed();

  const gaps = gapsWithin(late, 5000, 4_000_000);

  expect(gaps).toEqual({
    count: 799,
    medianMs: 5,
    percentile99Ms: 5,
    percentile999Ms: 9,
    worstMs: 9,
  });
});
