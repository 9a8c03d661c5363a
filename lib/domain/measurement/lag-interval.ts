import { parseInstant } from '../instant.ts';
import type { LagSample } from '../record/replication-outcomes.ts';
import type { Interval } from './interval.ts';

/** The lag that samples show: what a loss would have cost at the worst of these moments. */
export interface MeasuredLag {
  /** Null when a row never arrived: then only `atLeast` is known. */
  readonly lag: Interval | null;
  /** Microseconds for which a row that was acknowledged was seen not to be on the replica. */
  readonly atLeast: number;
}

/**
 * A row was committed between its sending and its acknowledgement, and arrived between the last look that did not find
 * it and the first that did. The lag is the worst of the samples; null without any.
 */
export function lagInterval(samples: readonly LagSample[]): MeasuredLag | null {
  if (samples.length === 0) return null;
  const lows = samples.map(({ acknowledgedAt, lastUnseenAt }) =>
    lastUnseenAt === null ? 0 : Math.max(0, parseInstant(lastUnseenAt) - parseInstant(acknowledgedAt)),
  );
  const highs = samples.map(({ sentAt, seenAt }) =>
    seenAt === null ? null : parseInstant(seenAt) - parseInstant(sentAt),
  );
  const atLeast = Math.max(...lows);
  const arrived = highs.filter((high) => high !== null);
  const lag = arrived.length === samples.length ? { low: atLeast, high: Math.max(...arrived) } : null;
  return { lag, atLeast };
}
