/** A source of readings: wall time in whole milliseconds, and a clock that nobody sets, in nanoseconds. */
export interface Readings {
  readonly wallMs: () => number;
  readonly monotonicNs: () => bigint;
}

const ENOUGH_NS = 50_000n;
const LIMIT_NS = 20_000_000n;
const MS = 1_000_000n;

/**
 * Nanoseconds from the monotonic clock to UTC, to better than 0.05 ms on a machine that lets the process run for a
 * millisecond. Each reading of wall time between two of the monotonic clock bounds the offset: wall time is cut to
 * milliseconds, so it lies in [wall, wall + 1 ms), and a process that is put aside between two readings only widens
 * that reading's bounds. Read once as a pair, a busy machine would shift the clock by all the time it was put aside,
 * for as long as the process lives.
 */
export function wallOffsetNs({ wallMs, monotonicNs }: Readings): bigint {
  const start = monotonicNs();
  let low: bigint | null = null;
  let high: bigint | null = null;
  for (;;) {
    const before = monotonicNs();
    const wall = BigInt(wallMs()) * MS;
    const after = monotonicNs();
    low = low === null || wall - after > low ? wall - after : low;
    high = high === null || wall + MS - before < high ? wall + MS - before : high;
    // Wall time was set meanwhile: what was read before says nothing.
    if (high < low) [low, high] = [wall - after, wall + MS - before];
    if (high - low <= ENOUGH_NS || after - start > LIMIT_NS) return (low + high) / 2n;
  }
}
