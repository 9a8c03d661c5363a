import { describe, expect, it, vi } from 'vitest';
import { makeStandingClock, makeSystemClock } from '../../../lib/system/system-clock.ts';

describe('the system clock', () => {
  it('gives whole microseconds of UTC', () => {
    const now = makeSystemClock().now();
    expect(Number.isInteger(now)).toBe(true);
    expect(Math.abs(now / 1000 - Date.now())).toBeLessThan(1000);
  });

  it('never runs backwards, and goes as the monotonic clock goes', () => {
    const clock = makeSystemClock();
    const readings = Array.from({ length: 2000 }, () => ({ ns: clock.monotonicNs(), now: clock.now() }));
    for (const [index, { now, ns }] of readings.entries()) {
      const before = readings[index - 1] ?? { now, ns };
      expect(now).toBeGreaterThanOrEqual(before.now);
      expect(ns).toBeGreaterThanOrEqual(before.ns);
    }
    const [first] = readings;
    const last = readings.at(-1);
    expect(first).toBeDefined();
    const micros = (last?.now ?? 0) - (first?.now ?? 0);
    const nanos = Number((last?.ns ?? 0n) - (first?.ns ?? 0n));
    expect(Math.abs(micros - nanos / 1000)).toBeLessThan(5_000);
  });
});

describe('a clock that stands', () => {
  it('reads UTC anew once wall time was set, where the other goes on as it began', () => {
    const standing = makeStandingClock();
    const once = makeSystemClock();
    const before = standing.now();
    const real = Date.now;
    const set = vi.spyOn(Date, 'now').mockImplementation(() => real() + 3_600_000);
    try {
      expect(Math.round((standing.now() - before) / 1e6)).toBe(3600);
      expect(Math.round((once.now() - before) / 1e6)).toBe(0);
    } finally {
      set.mockRestore();
    }
  });
});
