import type { JournalLine } from '../../../../lib/sandbox/states/executions/execution-record.ts';
import type { JournalStore } from '../../../../lib/sandbox/states/executions/journal-store.ts';

/** A line and the journal it stands in. */
export interface PlacedLine {
  readonly name: string;
  readonly line: JournalLine;
}

/** All journals as one list of lines in the order of their writing, so that a test can cut it anywhere. */
export function makeMemoryJournals(lines: PlacedLine[]): JournalStore {
  return {
    names: () => [...new Set(lines.map(({ name }) => name))],
    open: (name) => ({
      append: (line) => void lines.push({ name, line: structuredClone(line) }),
      close: () => {},
    }),
    read: (name) => lines.filter((placed) => placed.name === name).map(({ line }) => line),
  };
}
