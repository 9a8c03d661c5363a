import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

const ELSEWHERE = 'name one that you may write to with --out or MUSTER_STATE_DIR';

/**
 * Makes a directory and its parents, one by one: Node's recursive mkdir never ends where the file system itself
 * refuses a directory, as /proc does. @throws UsageError that names the directory and why it cannot be made.
 */
export async function makeDirectory(directory: string, remedy = ELSEWHERE): Promise<void> {
  for (const missing of await missingParents(directory, remedy)) {
    try {
      await mkdir(missing);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EEXIST') continue;
      throw new UsageError(`${missing}: this directory cannot be made (${String(code)}); ${remedy}`);
    }
  }
}

async function missingParents(directory: string, remedy: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory()) return [];
  if (found) throw new UsageError(`${directory}: is no directory; ${remedy}`);
  const parent = dirname(directory);
  return parent === directory ? [] : [...(await missingParents(parent, remedy)), directory];
}
