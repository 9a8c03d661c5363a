import { closeSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { isRecord } from '../asl/is-record.ts';
import type { JournalLine } from './execution-record.ts';

/**
 * Append-only file of one execution, a JSON line each commit. A line is in the page cache when `append` returns, which
 * outlives the process; it is not synced, as the machine's own death ends the sandbox anyway.
 */
export interface Journal {
  /** Opens the file when it is closed. */
  readonly append: (line: JournalLine) => void;
  readonly close: () => void;
}

export function openJournal(path: string): Journal {
  let file: number | null = null;
  return {
    append: (line) => {
      file ??= openSync(path, 'a');
      writeWhole(file, Buffer.from(`${JSON.stringify(line)}\n`));
    },
    close: () => {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/** The lines of a journal. A last line that the writer did not finish is cut off the file. */
export function readJournal(path: string): JournalLine[] {
  const bytes = readFileSync(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) truncateSync(path, whole);
  const lines = bytes.subarray(0, whole).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map(parseLine);
}

function parseLine(line: string): JournalLine {
  const value: unknown = JSON.parse(line);
  if (isJournalLine(value)) return value;
  throw new Error(`not a line of a journal: ${line.slice(0, 100)}`);
}

/** Only this module writes journals, and a schema for every event would cost more than the transition itself. */
function isJournalLine(value: unknown): value is JournalLine {
  return isRecord(value);
}
