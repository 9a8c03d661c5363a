import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalLine } from './execution-record.ts';
import { type Journal, openJournal, readJournal } from './journal.ts';

/** Where journals are kept, by name. */
export interface JournalStore {
  readonly names: () => readonly string[];
  readonly open: (name: string) => Journal;
  readonly read: (name: string) => readonly JournalLine[];
}

const ENDING = '.ndjson';

/** A file each, in one directory. */
export function makeJournalStore(directory: string): JournalStore {
  mkdirSync(directory, { recursive: true });
  const pathOf = (name: string): string => join(directory, `${name}${ENDING}`);
  return {
    names: () =>
      readdirSync(directory)
        .filter((file) => file.endsWith(ENDING))
        .map((file) => file.slice(0, -ENDING.length)),
    open: (name) => openJournal(pathOf(name)),
    read: (name) => readJournal(pathOf(name)),
  };
}
