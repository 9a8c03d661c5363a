/** A source of readings: wall time in whole milliseconds, and a clock that nobody sets, in nanoseconds. */
export interface Readings {
  readonly wallMs: () => number;
  readonly monotonicNs: () => bigint;
}

const ENOUGH_NS = 50_000n;
const LIMIT_NS = 20_000_000n;
const MS = 1_000_000n;
/** A reading that is off by more says that a clock was set. */
const SET_NS = 2n * MS;

/**
 * Nanoseconds from the monotonic clock to UTC, to better than 0.05 ms on a machine that lets the process run for a
 * millisecond. Each reading of wall time between two of the monotonic clock bounds the offset: wall time is cut to
 * milliseconds, so it lies in [wall, wall + 1 ms), and a process that is put aside between two readings only widens
 * that reading's bounds. Read once as a pair, a busy machine would shift the clock by all the time it was put aside,
 * for as long as the process lives.
 */
export function wallOffsetNs({ wallMs, monotonicNs }: Readings): bigint {
  const start = monotonicNs();
  let known = boundsOf({ wallMs, monotonicNs });
  while (known.high - known.low > ENOUGH_NS && monotonicNs() - start <= LIMIT_NS) {
    const seen = boundsOf({ wallMs, monotonicNs });
    const low = seen.low > known.low ? seen.low : known.low;
    const high = seen.high < known.high ? seen.high : known.high;
    // Wall time was set meanwhile: what was read before says nothing.
    known = low <= high ? { low, high } : seen;
  }
  return (known.low + known.high) / 2n;
}

/** Whether an offset is still that of the two clocks. */
export function isOffsetOf(readings: Readings, offsetNs: bigint): boolean {
  const { low, high } = boundsOf(readings);
  return offsetNs >= low - SET_NS && offsetNs <= high + SET_NS;
}

function boundsOf({ wallMs, monotonicNs }: Readings): { readonly low: bigint; readonly high: bigint } {
  const before = monotonicNs();
  const wall = BigInt(wallMs()) * MS;
  const after = monotonicNs();
  return { low: wall - after, high: wall + MS - before };
}
