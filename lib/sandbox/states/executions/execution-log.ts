import type { Clock } from '../asl/clock.ts';
import type { Cursor, Head } from '../asl/cursor.ts';
import { StateFailure } from '../asl/state-failure.ts';
import { type Chain, chainEvents, type PendingEvent } from './event-chain.ts';
import type { Ending, JournalLine, Redrive } from './execution-record.ts';
import { type History, makeHistory } from './history.ts';
import { redriveThreads } from './redrive.ts';
import { moveThread, type Thread, threadAt, type Threads } from './threads.ts';

/** Quota of a Standard workflow; the last event is the one that ends it. */
export const MAX_EVENTS = 25_000;

/** History and threads of one execution: what the lines of its journal add up to. */
export interface ExecutionLog {
  readonly clock: Clock;
  readonly history: Pick<History, 'count' | 'all'>;
  readonly ending: () => Ending | null;
  readonly redrives: () => readonly Redrive[];
  readonly answeredTokens: () => ReadonlySet<string>;
  readonly thread: (path: string) => Thread;
  readonly threads: () => Iterable<[string, Thread]>;
  /** Writes events and a change of their thread, as one line. @throws StateFailure when the history is full */
  readonly write: (entry: Entry) => void;
  readonly redrive: (redrive: Redrive) => void;
  readonly replay: (line: JournalLine) => void;
}

export interface Entry {
  readonly path: string;
  readonly head: Head;
  readonly pending: readonly PendingEvent[];
  readonly line: (chain: Chain) => JournalLine;
}

/** Thrown into a state that still runs when its execution has ended from outside. */
export class ExecutionEnded extends Error {
  override readonly name = 'ExecutionEnded';
}

interface Replayed {
  readonly history: History;
  readonly threads: Threads;
  readonly answered: Set<string>;
  readonly redrives: Redrive[];
  ending: Ending | null;
}

/** Where the lines are kept. `read` answers all that were appended, in this process or before. */
export interface LogFile {
  readonly append: (line: JournalLine) => void;
  readonly read: () => readonly JournalLine[];
}

export function makeExecutionLog(clock: Clock, file: LogFile): ExecutionLog {
  const history = makeHistory(file.read);
  const state: Replayed = { history, threads: new Map(), answered: new Set(), redrives: [], ending: null };
  const take = (line: JournalLine): void => {
    file.append(line);
    replay(state, line);
  };
  return {
    clock,
    history,
    ending: () => state.ending,
    redrives: () => state.redrives,
    answeredTokens: () => state.answered,
    thread: (path) => threadAt(state.threads, path),
    threads: () => state.threads.entries(),
    replay: (line) => replay(state, line),
    write: (entry) => {
      if (state.ending) throw new ExecutionEnded('the execution has ended');
      take(lineOf(state, entry));
    },
    redrive: (redriven) => {
      const details = { executionRedrivenEventDetails: { redriveCount: state.redrives.length + 1 } };
      const last = history.last();
      const event = { type: 'ExecutionRedriven', details, timestamp: redriven.at, link: 'next' } as const;
      const { events } = chainEvents([event], { last: last.id, before: 0 }, last);
      take({ events, redriven });
    },
  };
}

/** The last event of the 25,000 is kept for the one that ends the execution. */
function lineOf(state: Replayed, { path, head: start, pending, line }: Entry): JournalLine {
  const chain = chainEvents(pending, start, state.history.last());
  const made = line(chain);
  const room = made.ended ? MAX_EVENTS : MAX_EVENTS - 1;
  if (state.history.count() + pending.length > room) throw tooManyEvents();
  const { events, head } = chain;
  const moved = head.last !== threadAt(state.threads, path).head.last;
  return {
    ...(path === '' ? {} : { at: path }),
    ...(events.length === 0 ? {} : { events }),
    ...(moved ? { head } : {}),
    ...made,
  };
}

function replay(state: Replayed, line: JournalLine): void {
  const { events, change, ended, redriven } = line;
  state.history.add(events ?? []);
  if (redriven) {
    redriveThreads(state.threads, {
      at: redriven.at,
      eventId: state.history.last().id,
      ending: state.ending,
      count: state.redrives.length + 1,
    });
    state.redrives.push(redriven);
    state.ending = null;
    return;
  }
  moveThread(state.threads, line);
  if (change?.answer) state.answered.add(tokenOf(threadAt(state.threads, line.at ?? '').cursor));
  state.ending = ended ?? state.ending;
  if (ended) state.history.rest();
}

function tokenOf(cursor: Cursor | null): string {
  return cursor && 'task' in cursor.phase ? (cursor.phase.task.token ?? '') : '';
}

function tooManyEvents(): StateFailure {
  const cause = `The execution reached the maximum number of history events (${MAX_EVENTS}).`;
  return new StateFailure('States.Runtime', cause, { explained: true, fatal: true });
}
