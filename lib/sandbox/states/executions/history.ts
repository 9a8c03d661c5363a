import type { HistoryEvent, JournalLine } from './execution-record.ts';

/** Newest events that a running execution has in memory; a drill has some hundreds in all. */
const KEPT = 2_000;

/**
 * Events of one execution. The journal has them all: in memory are the newest of one that runs, and the last of one that
 * has ended, so that executions which are over cost next to nothing.
 */
export interface History {
  readonly count: () => number;
  readonly last: () => Pick<HistoryEvent, 'id' | 'timestamp'>;
  /** All events; what is not in memory is read from the journal. */
  readonly all: () => readonly HistoryEvent[];
  readonly add: (events: readonly HistoryEvent[]) => void;
  /** Keeps the last event only. */
  readonly rest: () => void;
}

export function makeHistory(readJournal: () => readonly JournalLine[]): History {
  let kept: HistoryEvent[] = [];
  let count = 0;
  return {
    count: () => count,
    last: () => kept.at(-1) ?? { id: 0, timestamp: 0 },
    all: () => (kept.length === count ? kept : readJournal().flatMap(({ events }) => events ?? [])),
    add: (events) => {
      count += events.length;
      kept.push(...events);
      if (kept.length >= 2 * KEPT) kept = kept.slice(-KEPT);
    },
    rest: () => {
      kept = kept.slice(-1);
    },
  };
}
