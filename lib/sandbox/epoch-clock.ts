const MS = 1_000_000n;
/** Known so closely, a reading that is off by more than this says that somebody has set wall time. */
const ENOUGH_NS = 50_000n;
const LIMIT_NS = 20n * MS;
const SET_NS = 2n * MS;

/** Wall time, cut to milliseconds, lies between these two of the monotonic clock: a pause only widens them. */
interface Bounds {
  readonly low: bigint;
  readonly high: bigint;
}

/** Answers microseconds of UTC: the monotonic clock, anchored to wall time, and anew whenever that was set. */
export function makeEpochClock(): () => number {
  let offsetNs = closestOffset();
  return () => {
    const { low, high } = offsetBounds();
    if (offsetNs < low - SET_NS || offsetNs > high + SET_NS) offsetNs = closestOffset();
    return Number((process.hrtime.bigint() + offsetNs) / 1000n);
  };
}

function offsetBounds(): Bounds {
  const before = process.hrtime.bigint();
  const wall = BigInt(Date.now()) * MS;
  const after = process.hrtime.bigint();
  return { low: wall - after, high: wall + MS - before };
}

function closestOffset(): bigint {
  const until = process.hrtime.bigint() + LIMIT_NS;
  let known = offsetBounds();
  while (known.high - known.low > ENOUGH_NS && process.hrtime.bigint() < until) {
    const seen = offsetBounds();
    const both = {
      low: seen.low > known.low ? seen.low : known.low,
      high: seen.high < known.high ? seen.high : known.high,
    };
    known = both.low <= both.high ? both : seen;
  }
  return (known.low + known.high) / 2n;
}
