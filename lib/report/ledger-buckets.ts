import type { Fate, LedgerChart } from './figure.ts';

/** One attempt as a chart needs it: when it began, in seconds after the disruption, and what became of it. */
export interface FatedAttempt {
  readonly at: number;
  readonly fate: Fate;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Wide enough for any screen or page; a bucket then stands for a pixel or two. */
const MOST_BUCKETS = 480;

/**
 * Counts attempts in at most 480 buckets, each a whole number of intervals between two attempts long. Nothing is left
 * out: each attempt in the range is in exactly one bucket, so that one that was lost shows, however long the run. Buckets
 * begin half an interval before the first attempt: attempts that keep their pace are then equally many in each bucket,
 * and what is uneven in the drawing was uneven in the run.
 */
export function bucketed(
  attempts: readonly FatedAttempt[],
  range: Range,
  intervalSeconds: number,
): Pick<LedgerChart, 'from' | 'bucketSeconds' | 'counts'> {
  const within = attempts.filter(({ at }) => at >= range.from && at <= range.to);
  const from = (within[0]?.at ?? range.from) - intervalSeconds / 2;
  const to = (within.at(-1)?.at ?? range.to) + intervalSeconds / 2;
  const intervals = Math.max(1, Math.ceil((to - from) / intervalSeconds / MOST_BUCKETS));
  const bucketSeconds = intervals * intervalSeconds;
  // A quotient that is a hair above a whole number would make one bucket more.
  const size = Math.min(MOST_BUCKETS, Math.max(1, Math.ceil((to - from) / bucketSeconds)));
  const laneOf = (fate: Fate): readonly number[] => {
    const lane = Array.from({ length: size }, () => 0);
    for (const attempt of within) {
      const index = Math.min(size - 1, Math.floor((attempt.at - from) / bucketSeconds));
      if (attempt.fate === fate) lane[index] = (lane[index] ?? 0) + 1;
    }
    return lane;
  };
  const counts = {
    kept: laneOf('kept'),
    served: laneOf('served'),
    lost: laneOf('lost'),
    inDoubt: laneOf('inDoubt'),
    failed: laneOf('failed'),
    splitBrain: laneOf('splitBrain'),
  };
  return { from, bucketSeconds, counts };
}
