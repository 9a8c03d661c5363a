import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunContents } from '../../lib/domain/evidence/run-contents.ts';

/** Writes a run's files as a directory. */
export function writeRun(directory: string, contents: RunContents): void {
  for (const [name, bytes] of contents) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
}
