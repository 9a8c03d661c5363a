import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/** One line of progress, as `<stateDir>/progress.ndjson` keeps it and the command line reads it. */
export const ProgressLine = z.object({
  phase: z.string(),
  detail: z.string().optional(),
  error: z.string().optional(),
});

export type ProgressLine = z.infer<typeof ProgressLine>;

export interface ProgressLog {
  write(line: ProgressLine): void;
  /** Says the last word to the command line and lets go of it. */
  close(): Promise<void>;
}

/** A reader that takes nothing does not hold up the end. */
const LINGER_MS = 300;

/** Progress to a file, and to the command line while it listens; a listener that has gone is of no matter. */
export function makeProgressLog(stateDir: string, fd: number | null): ProgressLog {
  const streams: WriteStream[] = [createWriteStream(join(stateDir, 'progress.ndjson'), { flags: 'a' })];
  if (fd !== null) streams.push(createWriteStream('', { fd }));
  for (const stream of streams) stream.on('error', () => undefined);
  return {
    write: (line) => {
      for (const stream of streams) stream.write(`${JSON.stringify(line)}\n`);
    },
    close: async () => {
      const closed = Promise.all(streams.map(finish));
      await Promise.race([closed, sleep(LINGER_MS, undefined, { ref: false })]);
    },
  };
}

function finish(stream: WriteStream): Promise<void> {
  return new Promise((resolve) => (stream.destroyed ? resolve() : stream.end(() => resolve())));
}
