import * as z from 'zod';
import type { HashBytes } from '../domain/bytes.ts';
import { LogBroken } from '../domain/failure.ts';
import { follows, type LogEntry, parseEntry } from '../domain/log/log-entry.ts';
import { EMPTY_FRONTIER } from '../domain/log/frontier.ts';
import { indexOfEntry, logKeys } from '../domain/log/log-keys.ts';
import type { Objects } from '../ports/objects.ts';

/** One log, in its site's bucket. */
export interface LogAccess {
  readonly objects: Objects;
  readonly sha256: HashBytes;
  /** `muster/<region>/<bucket>`. */
  readonly origin: string;
}

const Head = z.object({ size: z.int().nonnegative() });

/** Null where the log ends before. @throws LogBroken for an entry that disagrees with itself, or is another log's. */
export async function readEntry(log: LogAccess, index: number): Promise<LogEntry | null> {
  const stored = await log.objects.get(logKeys.entry(index));
  if (!stored) return null;
  const entry = parseEntry(log.sha256, index, stored.text);
  if (entry?.signed.checkpoint.origin === log.origin) return entry;
  const seen = entry
    ? `a checkpoint of ${entry.signed.checkpoint.origin}`
    : 'an entry that disagrees with itself';
  throw broken(log, index, seen);
}

/** @throws LogBroken when it is not there, or as `readEntry` */
export async function entryAt(log: LogAccess, index: number): Promise<LogEntry> {
  const entry = await readEntry(log, index);
  if (!entry) throw broken(log, index, 'no entry, and later ones');
  return entry;
}

/** The entry at that place if there is one. @throws LogBroken when it is no continuation of the one before it */
export async function entryAfter(log: LogAccess, before: LogEntry | null): Promise<LogEntry | null> {
  const entry = await readEntry(log, before ? before.index + 1 : 0);
  if (entry) refuseOther(log, before, entry);
  return entry;
}

/** @throws LogBroken when an entry is no continuation of the one before it */
export function refuseOther(log: LogAccess, before: LogEntry | null, entry: LogEntry): void {
  if (follows(log.sha256, before?.frontier ?? EMPTY_FRONTIER, entry)) return;
  throw broken(log, entry.index, 'another tree than that of the entries before it');
}

/** The last entry of the log; null while it is empty. */
export async function newestEntry(log: LogAccess): Promise<LogEntry | null> {
  const hinted = await sizeHint(log);
  const known = hinted > 0 ? await readEntry(log, hinted - 1) : null;
  let newest = known ?? (await lastListed(log));
  for (;;) {
    const next = await entryAfter(log, newest);
    if (!next) return newest;
    newest = next;
  }
}

/** Anybody may have written the hint, and a slow writer an old one: it is where to begin, and nothing more. */
async function sizeHint({ objects }: LogAccess): Promise<number> {
  const head = await objects.get(logKeys.head);
  try {
    return Head.parse(JSON.parse(head?.text ?? '')).size;
  } catch {
    return 0;
  }
}

async function lastListed(log: LogAccess): Promise<LogEntry | null> {
  const keys = await log.objects.list(logKeys.entries);
  const last = keys.flatMap((key) => indexOfEntry(key) ?? []).at(-1);
  return last === undefined ? null : entryAt(log, last);
}

function broken({ origin }: LogAccess, index: number, seen: string): LogBroken {
  return new LogBroken({
    subject: `entry ${index} of the log ${origin}`,
    seen,
    limit: 'what was appended there, and nothing else',
  });
}
