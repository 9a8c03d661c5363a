import type { Head } from '../asl/cursor.ts';
import type { Branch, Details, Link } from '../asl/execution-scope.ts';
import type { Chain, PendingEvent } from './event-chain.ts';
import { type ExecutionLog, MAX_EVENTS } from './execution-log.ts';
import type { JournalLine } from './execution-record.ts';

/** Events of one thread that were recorded and not yet written, and on what they hang. */
export interface Recorded {
  readonly head: Head;
  readonly pending: readonly PendingEvent[];
}

/** Writes one thread of the log. What is left of a sequence that was ended from outside can write nothing. */
export interface ThreadWriter {
  readonly path: string;
  readonly record: (type: string, details: Details, link: Link) => void;
  /** Writes what was recorded together with a change. */
  readonly write: (line: (chain: Chain) => JournalLine) => void;
  readonly recorded: () => Recorded;
  /** Goes on from there instead. */
  readonly goOnFrom: (recorded: Recorded) => void;
  /** Leaves out what the history has no room for beside the event that ends it. */
  readonly trim: () => void;
}

export function makeThreadWriter(
  log: ExecutionLog,
  path: string,
  { signal, after }: Pick<Branch, 'signal' | 'after'>,
): ThreadWriter {
  let pending: PendingEvent[] = [];
  let moved: Head | null = null;
  const head = (): Head => moved ?? startOf(log, path, after);
  const origin = (): boolean => {
    const { cursor } = log.thread(path);
    return pending.length === 0 && cursor !== null && head().last === cursor.enteredEventId;
  };
  return {
    path,
    record: (type, details, link) => {
      signal.throwIfAborted();
      const hangs = link === 'origin' && !origin() ? 'next' : link;
      pending.push({ type, details, timestamp: log.clock.now(), link: hangs });
    },
    write: (line) => {
      signal.throwIfAborted();
      log.write({ path, head: head(), pending, line });
      pending = [];
      moved = null;
    },
    recorded: () => ({ head: head(), pending }),
    goOnFrom: (recorded) => {
      moved = recorded.head;
      pending = [...recorded.pending];
    },
    trim: () => {
      pending = pending.slice(0, Math.max(0, MAX_EVENTS - 1 - log.history.count()));
    },
  };
}

/** A thread that has written nothing hangs on what opened it. */
function startOf(log: ExecutionLog, path: string, after: number): Head {
  const { head } = log.thread(path);
  return head.last === 0 ? { last: after, before: after } : head;
}
