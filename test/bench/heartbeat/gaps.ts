import { median, quantile } from '../quantile.ts';

/** Gaps between acknowledgements, in milliseconds. */
export interface Gaps {
  readonly count: number;
  readonly medianMs: number;
  readonly percentile99Ms: number;
  readonly percentile999Ms: number;
  readonly worstMs: number;
}

/** Gaps between acknowledgements that came within a stretch of time; all instants in microseconds. */
export function gapsWithin(acknowledged: readonly number[], from: number, to: number): Gaps {
  const within = acknowledged.filter((at) => at >= from && at <= to).toSorted((a, b) => a - b);
  const gaps = within.slice(1).map((at, index) => (at - (within[index] ?? at)) / 1000);
  return {
    count: gaps.length,
    medianMs: median(gaps),
    percentile99Ms: quantile(gaps, 0.99),
    percentile999Ms: quantile(gaps, 0.999),
    worstMs: Math.max(...gaps),
  };
}
