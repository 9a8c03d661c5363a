import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** One answered, refused or silenced request, as `<stateDir>/requests.ndjson` keeps it. */
export interface RequestLine {
  readonly time: string;
  readonly region: string;
  readonly service: string;
  readonly operation: string;
  /** HTTP status, or what was done instead of an answer. */
  readonly status: number | 'silent' | 'refused';
  readonly requestId: string;
}

export interface RequestJournal {
  append(line: RequestLine): void;
  close(): Promise<void>;
}

/** Lines are buffered and written behind the requests: a full disk or a slow one must not slow an answer. */
export function openRequestJournal(stateDir: string): RequestJournal {
  const stream = createWriteStream(join(stateDir, 'requests.ndjson'), { flags: 'a' });
  stream.on('error', () => stream.destroy());
  return {
    append: (line) => {
      if (stream.writable) stream.write(`${JSON.stringify(line)}\n`);
    },
    close: () => new Promise((resolve) => (stream.destroyed ? resolve() : stream.end(() => resolve()))),
  };
}
