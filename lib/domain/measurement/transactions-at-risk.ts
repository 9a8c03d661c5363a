import type { ObservedStatistics } from '../ledger/observed-line.ts';
import type { Interval } from './interval.ts';
import { commitRate, type OwnedReading, readingsBefore, type Stretch, stretch } from './write-rate.ts';
import type { TimedAttempt } from './timed-attempt.ts';

/** Less than this is no rate. */
const LEAST_SPAN = 1e6;

/**
 * How many of the application's transactions that wrote lie in the loss: an estimate from the seconds before.
 * high: the most that was written in any stretch, seen before, at least as long as the loss may be; low: the least in
 * any stretch as long as the loss is for certain, and no more than the engine's commits let expect in it: ids are taken
 * by subtransactions too, and commits by readers, so that what does both is counted as often. perSecond is without Muster's own rows, walBytesPerSecond with them.
 */
export interface TransactionsAtRisk {
  readonly low: number;
  readonly estimate: number;
  readonly high: number;
  readonly perSecond: number;
  readonly walBytesPerSecond: number;
}

export interface RiskQuestion {
  readonly id: string;
  readonly statistics: readonly ObservedStatistics[];
  /** Muster's own attempts on this database: ledger and stale writer. */
  readonly own: readonly TimedAttempt[];
  readonly disruption: Interval | null;
  readonly rpo: Interval | null;
}

export interface RiskAnswer {
  readonly risk: TransactionsAtRisk | null;
  /** Why it is not known; empty when it is. */
  readonly reason: string;
}

export function transactionsAtRisk(question: RiskQuestion): RiskAnswer {
  const { id, disruption, rpo } = question;
  if (!disruption || !rpo) return unknown(`how much ${id} lost was not measured`);
  const readings = readingsBefore(disruption.low, question);
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last) return unknown(`nobody read the statistics of ${id}'s primary before the disruption`);
  const span = stretch(first, last);
  if (span.shortest < LEAST_SPAN) {
    return unknown(
      `the statistics of ${id}'s primary were read for less than a second before the disruption`,
    );
  }
  const seconds = (span.shortest + span.longest) / 2e6;
  const perSecond = (span.writes.low + span.writes.high) / 2 / seconds;
  // What took an id may have been rolled back, or have been of another database; the counters come a second late, so
  // that all of them in the minute may belong to any stretch of it.
  const foreign = last.rollbacks - first.rollbacks + (last.otherCommits - first.otherCommits);
  const byIds = Math.max(0, leastWithin(readings, span, rpo.low) - foreign);
  const commits = commitRate(readings);
  const low = commits === null ? byIds : Math.min(byIds, Math.floor(commits * rpo.low));
  const high = mostWithin(readings, span, rpo.high);
  const estimate = Math.min(high, Math.max(low, (perSecond * (rpo.low + rpo.high)) / 2e6));
  const walBytesPerSecond = Math.round((last.walBytes - first.walBytes) / seconds);
  return {
    risk: { low, estimate: rounded(estimate), high, perSecond: rounded(perSecond), walBytesPerSecond },
    reason: '',
  };
}

function unknown(reason: string): RiskAnswer {
  return { risk: null, reason };
}

/** The loss counts from here on as a stretch like any that was seen: each start gives the shortest that covers it. */
function mostWithin(readings: readonly OwnedReading[], span: Stretch, loss: number): number {
  if (span.shortest < loss) return Math.ceil((span.writes.high * loss) / span.shortest);
  const covering = readings.flatMap((from, index) => {
    const to = readings.slice(index + 1).find((later) => stretch(from, later).shortest >= loss);
    return to ? [stretch(from, to).writes.high] : [];
  });
  return Math.max(...covering);
}

/** Each start gives the longest stretch that the loss covers; the last ones, which end with the readings, do not count. */
function leastWithin(readings: readonly OwnedReading[], span: Stretch, loss: number): number {
  if (span.longest <= loss) return span.writes.low;
  const covered = readings.flatMap((from, index) => {
    const later = readings.slice(index + 1);
    const beyond = later.findIndex((to) => stretch(from, to).longest > loss);
    const to = later[beyond - 1];
    return beyond < 0 ? [] : [to ? stretch(from, to).writes.low : 0];
  });
  return Math.min(...covered);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
