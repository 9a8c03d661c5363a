import { type Instant, parseInstant } from '../instant.ts';
import type { ObservedStatistics } from '../ledger/observed-line.ts';
import type { Interval } from './interval.ts';
import type { TimedAttempt } from './timed-attempt.ts';

/** Statistics older than this say little of the load at the disruption. */
const RECENT = 60e6;
/** A busy session publishes what it committed at most so late (postgresql.org/docs/17/monitoring-stats.html). */
const PUBLISHED_LATE = 1.1e6;
/** Statements of Muster's own in one reading: the counters, and the plan's ledger. Each of them is a commit as well. */
const READS = 2;
/** More than Muster's other sessions commit in that minute: pre-flight's look, warm probes of the fence, logins. */
const OTHERS = 50;

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
  /** Those of them whose commits the counters hold for certain. */
  readonly published: number;
}

type ObservedCounters = Pick<
  ObservedStatistics,
  'writeIds' | 'walBytes' | 'commits' | 'rollbacks' | 'otherCommits'
>;

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
      published: endedBy(line.sentAt - PUBLISHED_LATE),
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

/**
 * The application's commits a microsecond in a number of readings, from below: the counters come late, so that they may
 * hold more of Muster's commits, and some of an earlier time. Null where they stood still: then nobody publishes them.
 */
export function commitRate(readings: readonly OwnedReading[]): number | null {
  const [from, to] = [readings[0], readings.at(-1)];
  if (!from || !to || to.commits <= from.commits) return null;
  const own = to.begun - from.published + READS * (readings.length - 1) + OTHERS;
  const longest = to.answeredAt - from.sentAt + PUBLISHED_LATE;
  return Math.max(0, to.commits - from.commits - own) / longest;
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
