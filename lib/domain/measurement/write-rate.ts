import { type Instant, parseInstant } from '../instant.ts';
import type { ObservedStatistics } from '../ledger/observed-line.ts';
import type { Interval } from './interval.ts';
import type { TimedAttempt } from './timed-attempt.ts';

/** Statistics older than this say little of the load at the disruption. */
const RECENT = 60e6;

/** A reading of the engine's counters, with how many of Muster's own rows it holds at least and at most. */
export interface OwnedReading extends ObservedCounters {
  readonly sentAt: Instant;
  readonly answeredAt: Instant;
  /** Acknowledged before it was asked for; and those of them that had been sent by its answer. */
  readonly acknowledged: number;
  readonly acknowledgedOrUnderWay: number;
  /** Possibly written by its answer; and those of them that had ended before it was asked for. */
  readonly begun: number;
  readonly ended: number;
}

type ObservedCounters = Pick<ObservedStatistics, 'writeIds' | 'walBytes' | 'rollbacks' | 'otherCommits'>;

interface Statistics {
  readonly statistics: readonly ObservedStatistics[];
  readonly own: readonly TimedAttempt[];
}

/** The readings of the minute before the disruption, in order. */
export function readingsBefore(
  disruption: Instant,
  { statistics, own }: Statistics,
): readonly OwnedReading[] {
  const acknowledged = own.filter(({ outcome }) => outcome === 'acknowledged');
  const possible = own.filter(({ outcome }) => outcome !== 'failed');
  const acknowledgedBy = counterOf(acknowledged.map(({ answered }) => answered));
  const acknowledgedSentBy = counterOf(acknowledged.map(({ sent }) => sent));
  const begunBy = counterOf(possible.map(({ sent }) => sent));
  const endedBy = counterOf(possible.map(({ answered }) => answered));
  return statistics
    .map((line) => ({ ...line, sentAt: parseInstant(line.sent), answeredAt: parseInstant(line.answered) }))
    .filter(({ sentAt }) => sentAt <= disruption && sentAt >= disruption - RECENT)
    .toSorted((a, b) => a.sentAt - b.sentAt)
    .map((line) => ({
      ...line,
      acknowledged: acknowledgedBy(line.sentAt),
      acknowledgedOrUnderWay: acknowledgedSentBy(line.answeredAt),
      begun: begunBy(line.answeredAt),
      ended: endedBy(line.sentAt - 1),
    }));
}

/** What was written between two readings without Muster's rows, and how long that was at least and at most. */
export interface Stretch {
  readonly writes: Interval;
  readonly shortest: number;
  readonly longest: number;
}

export function stretch(from: OwnedReading, to: OwnedReading): Stretch {
  const ids = to.writeIds - from.writeIds;
  const certain = Math.max(0, to.acknowledged - from.acknowledgedOrUnderWay);
  const possible = Math.max(0, to.begun - from.ended);
  return {
    writes: { low: Math.max(0, ids - possible), high: Math.max(0, ids - certain) },
    shortest: to.sentAt - from.answeredAt,
    longest: to.answeredAt - from.sentAt,
  };
}

/** Counts, by bisection, how many of the instants are not after a given one. */
function counterOf(instants: readonly Instant[]): (until: Instant) => number {
  const sorted = instants.toSorted((a, b) => a - b);
  return (until) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) <= until) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
