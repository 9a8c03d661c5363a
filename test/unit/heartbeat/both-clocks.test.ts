import { expect, it } from 'vitest';
import { readBothClocks } from '../../../lib/heartbeat/both-clocks.ts';

/** A clock whose every reading takes as long as the next of `heldUpMs` says, then none at all. */
function heldUpClock(heldUpMs: readonly number[]) {
  let micros = 0;
  let reading = 0;
  const pass = (): number => (micros += (heldUpMs[reading++] ?? 0) * 1000);
  return { now: pass, monotonicNs: () => BigInt(pass()) * 1000n, readings: () => reading };
}

it('reads each clock once more than needed when nothing holds it up', () => {
  const clock = heldUpClock([1]);
  expect(readBothClocks(clock)).toEqual({ at: 1000, ns: 1_000_000n });
  expect(clock.readings()).toBe(3);
});

it('reads both again when it was held up between them, so that they are of one moment', () => {
  expect(readBothClocks(heldUpClock([1, 6]))).toEqual({ at: 7000, ns: 7_000_000n });
  expect(readBothClocks(heldUpClock([1, 0, 6, 0, 0, 6]))).toEqual({ at: 13_000, ns: 13_000_000n });
});

it('gives up after five readings: what it then has speaks for itself', () => {
  const always = Array.from({ length: 20 }, () => 6);
  expect(readBothClocks(heldUpClock(always))).toEqual({ at: 84_000, ns: 78_000_000n });
});
