import type { StepEntry } from '../../lib/domain/record/entry.ts';
import type { RunRecord } from '../../lib/ports/run-record.ts';
import { type Journal, noted } from './journal.ts';

export interface MemoryRecord extends RunRecord {
  readonly written: readonly StepEntry[];
}

/** A record in memory: an entry that is there already stays as it is. */
export function makeMemoryRecord(journal: Journal = [], before: readonly StepEntry[] = []): MemoryRecord {
  const written: StepEntry[] = [...before];
  const isThere = (entry: StepEntry) =>
    written.some(
      ({ state, attempt, kind }) => state === entry.state && attempt === entry.attempt && kind === entry.kind,
    );
  return {
    written,
    append: async (_run, entry) => {
      await noted(journal, `record.append ${entry.state}/${entry.attempt}/${entry.kind}`);
      if (!isThere(entry)) written.push(entry);
    },
    rehearse: async () => noted(journal, 'record.rehearse'),
    entries: async () => [...written],
  };
}
