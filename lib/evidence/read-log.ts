import { EMPTY_FRONTIER } from '../domain/log/frontier.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import { consistencyRanges, inclusionRanges, type LeafRange } from '../domain/log/proof-ranges.ts';
import { rangeRoot } from '../domain/log/range-root.ts';
import { entryAt, type LogAccess, newestEntry, refuseOther } from './log-entries.ts';

/** What can be asked of a log without changing it. All of it: @throws LogBroken */
export interface LogReader {
  /** Every entry from the first on, each held against the one before it. Signatures are for whoever has the keys. */
  entries(): Promise<readonly LogEntry[]>;
  /** Null while the log is empty. */
  newest(): Promise<LogEntry | null>;
  /** Hashes from the leaf's sibling up to the root of the tree of that size. */
  inclusionPath(index: number, size: number): Promise<readonly Uint8Array[]>;
  /** Hashes that show that the tree of the second size begins with that of the first. */
  consistencyPath(first: number, second: number): Promise<readonly Uint8Array[]>;
}

/** Entries that are asked for at once. */
const AT_ONCE = 32;

export function makeLogReader(log: LogAccess): LogReader {
  const roots = (ranges: readonly LeafRange[]) => Promise.all(ranges.map((range) => storedRoot(log, range)));
  return {
    entries: () => readEntries(log),
    newest: () => newestEntry(log),
    inclusionPath: (index, size) => roots(inclusionRanges(index, size)),
    consistencyPath: (first, second) => roots(consistencyRanges(first, second)),
  };
}

async function readEntries(log: LogAccess): Promise<readonly LogEntry[]> {
  const newest = await newestEntry(log);
  const size = newest ? newest.index + 1 : 0;
  const found: LogEntry[] = [];
  for (let from = 0; from < size; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, size - from);
    const chunk = await Promise.all(Array.from({ length: count }, (_, place) => entryAt(log, from + place)));
    for (const entry of chunk) {
      refuseOther(log, found.at(-1) ?? null, entry);
      found.push(entry);
    }
  }
  return found;
}

async function storedRoot(log: LogAccess, { from, to }: LeafRange): Promise<Uint8Array> {
  const last = await entryAt(log, to - 1);
  if (to - from === 1) return last.hash;
  const before = to === 1 ? EMPTY_FRONTIER : (await entryAt(log, to - 2)).frontier;
  return rangeRoot(log.sha256, from, { before, leaf: last.hash });
}
