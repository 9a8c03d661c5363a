import type { Cursor, Head, Returned } from '../asl/cursor.ts';
import type { JournalLine } from './execution-record.ts';

/** One sequence of states on its way: the machine's, of the path '', or that of a branch, such as '/2/0'. */
export interface Thread {
  readonly head: Head;
  readonly cursor: Cursor | null;
  readonly returned: Returned | null;
}

export type Threads = Map<string, Thread>;

const NEW: Thread = { head: { last: 0, before: 0 }, cursor: null, returned: null };

export function threadAt(threads: Threads, path: string): Thread {
  return threads.get(path) ?? NEW;
}

/** Takes a line of the journal into its thread. A state that no longer runs branches has none. */
export function moveThread(threads: Threads, line: JournalLine): void {
  const path = line.at ?? '';
  const thread = threadAt(threads, path);
  const cursor = line.entered ?? (thread.cursor && { ...thread.cursor, ...line.change });
  if (isBranching(thread.cursor) && (line.returned || !isBranching(cursor))) dropBelow(threads, path);
  threads.set(path, {
    head: line.head ?? thread.head,
    cursor: line.returned ? null : cursor,
    returned: line.returned ?? null,
  });
}

/** The thread's branches are forgotten. */
export function dropBelow(threads: Threads, path: string): void {
  for (const other of threads.keys()) if (other.startsWith(`${path}/`)) threads.delete(other);
}

function isBranching(cursor: Cursor | null): boolean {
  return cursor?.phase.kind === 'branching';
}
