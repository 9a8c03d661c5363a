import type { Clock, Instant } from '../asl/clock.ts';
import type { Cursor } from '../asl/cursor.ts';
import { StateFailure } from '../asl/state-failure.ts';
import type { Ending, HistoryEvent, JournalLine } from './execution-record.ts';

/** Quota of a Standard workflow; the last event is the one that ends it. */
export const MAX_EVENTS = 25_000;

/** These hang on no other event: measured on AWS. */
const ROOTED = ['ExecutionStarted', 'ExecutionAborted', 'ExecutionTimedOut'];

/** History and cursor of one execution. What `record` adds is invisible until a commit has written it. */
export interface ExecutionLog {
  readonly events: () => readonly HistoryEvent[];
  readonly cursor: () => Cursor | null;
  readonly ending: () => Ending | null;
  readonly answeredTokens: () => ReadonlySet<string>;
  readonly record: (type: string, details?: Readonly<Record<string, unknown>>) => number;
  readonly enter: (cursor: Cursor) => void;
  readonly commit: (change: Partial<Cursor>) => void;
  readonly end: (type: string, details: Readonly<Record<string, unknown>>, ending: Ending) => void;
  readonly replay: (line: JournalLine) => void;
}

/** Thrown into a state that still runs when its execution has ended from outside. */
export class ExecutionEnded extends Error {
  override readonly name = 'ExecutionEnded';
}

export function makeExecutionLog(clock: Clock, append: (line: JournalLine) => void): ExecutionLog {
  const state: Replayed = { events: [], answered: new Set(), cursor: null, ending: null };
  let pending: HistoryEvent[] = [];
  const count = (): number => state.events.length + pending.length;
  const add = (type: string, details: Readonly<Record<string, unknown>>): void => {
    pending.push(makeEvent(count() + 1, clock.now(), { type, details }));
  };
  const write = (line: JournalLine): void => {
    if (state.ending) throw new ExecutionEnded('the execution has ended');
    const full = pending.length === 0 ? line : { events: pending, ...line };
    append(full);
    pending = [];
    replay(state, full);
  };
  return {
    events: () => state.events,
    cursor: () => state.cursor,
    ending: () => state.ending,
    answeredTokens: () => state.answered,
    replay: (line) => replay(state, line),
    record: (type, details = {}) => {
      if (count() + 1 >= MAX_EVENTS) throw tooManyEvents();
      add(type, details);
      return count();
    },
    enter: (entered) => write({ entered }),
    commit: (change) => write({ change }),
    end: (type, details, ended) => {
      add(type, details);
      write({ ended });
    },
  };
}

/** What the lines of a journal add up to. */
interface Replayed {
  readonly events: HistoryEvent[];
  readonly answered: Set<string>;
  cursor: Cursor | null;
  ending: Ending | null;
}

function replay(state: Replayed, { events, entered, change, ended }: JournalLine): void {
  state.events.push(...(events ?? []));
  state.cursor = entered ?? (state.cursor && { ...state.cursor, ...change });
  if (change?.answer && state.cursor) state.answered.add(tokenOf(state.cursor));
  state.ending = ended ?? state.ending;
}

function tokenOf({ phase }: Cursor): string {
  return 'task' in phase ? (phase.task.token ?? '') : '';
}

function makeEvent(
  id: number,
  timestamp: Instant,
  { type, details }: Pick<HistoryEvent, 'type' | 'details'>,
): HistoryEvent {
  const previousEventId = id === 2 || ROOTED.includes(type) ? 0 : id - 1;
  return { id, previousEventId, type, timestamp, details };
}

function tooManyEvents(): StateFailure {
  const cause = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
  return new StateFailure('States.Runtime', cause, { explained: true, fatal: true });
}
