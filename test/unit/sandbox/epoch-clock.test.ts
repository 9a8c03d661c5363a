import { describe, expect, it, vi } from 'vitest';
import { makeEpochClock } from '../../../lib/sandbox/epoch-clock.ts';

describe("the sandbox's clock", () => {
  it('lies within the millisecond that wall time names, at every reading', () => {
    const now = makeEpochClock();
    for (let reading = 0; reading < 2_000; reading += 1) {
      const before = Date.now();
      const micros = now();
      const after = Date.now();
      expect(micros / 1000).toBeGreaterThanOrEqual(before - 0.1);
      expect(micros / 1000).toBeLessThanOrEqual(after + 1.1);
    }
  });

  it('never runs backwards while nobody sets wall time', () => {
    const now = makeEpochClock();
    const readings = Array.from({ length: 2_000 }, now);
    expect(readings).toEqual(readings.toSorted((a, b) => a - b));
  });

  it('follows wall time when that is set', () => {
    const now = makeEpochClock();
    const { now: wall } = Date;
    vi.spyOn(Date, 'now').mockImplementation(() => wall() + 3_600_000);
    const later = now();
    vi.restoreAllMocks();
    expect(later / 1000 - Date.now()).toBeGreaterThan(3_590_000);
  });
});
