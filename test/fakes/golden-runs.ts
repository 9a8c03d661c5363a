import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RUN_FILES, type RunFiles } from '../../lib/domain/run/run-files.ts';

const GOLDEN = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

/** Names of the stored runs, of every kind of drill. */
export const GOLDEN_RUNS: readonly string[] = readdirSync(GOLDEN).filter((name) => name.startsWith('v'));

/** The raw files of one of them. */
export function goldenTexts(name: string): RunFiles['texts'] {
  const directory = join(GOLDEN, name);
  const present = RUN_FILES.filter((file) => readdirSync(directory).includes(file));
  return Object.fromEntries(present.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}
