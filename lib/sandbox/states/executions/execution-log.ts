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
  const events: HistoryEvent[] = [];
  let pending: HistoryEvent[] = [];
  const answered = new Set<string>();
  let cursor: Cursor | null = null;
  let ending: Ending | null = null;

  const next = (type: string, details: Readonly<Record<string, unknown>>): HistoryEvent =>
    makeEvent(events.length + pending.length + 1, clock.now(), { type, details });
  const replay = (line: JournalLine): void => {
    for (const event of line.events ?? []) events.push(event);
    if (line.entered) cursor = line.entered;
    if (line.change && cursor) cursor = { ...cursor, ...line.change };
    if (line.change?.answer && cursor) answered.add(tokenOf(cursor));
    if (line.ended) ending = line.ended;
  };
  const write = (line: JournalLine): void => {
    if (ending) throw new ExecutionEnded('the execution has ended');
    const full = pending.length === 0 ? line : { events: pending, ...line };
    append(full);
    pending = [];
    replay(full);
  };
  return {
    events: () => events,
    cursor: () => cursor,
    ending: () => ending,
    answeredTokens: () => answered,
    replay,
    record: (type, details = {}) => {
      if (events.length + pending.length + 1 >= MAX_EVENTS) throw tooManyEvents();
      const event = next(type, details);
      pending.push(event);
      return event.id;
    },
    enter: (entered) => write({ entered }),
    commit: (change) => write({ change }),
    end: (type, details, ended) => {
      pending.push(next(type, details));
      write({ ended });
    },
  };
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
