import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from './usage-error.ts';

/**
 * Makes a directory and its parents, one by one: Node's recursive mkdir never ends where the file system itself
 * refuses a directory, as /proc does. @throws UsageError that names the directory and why it cannot be made.
 */
export async function makeDirectory(directory: string): Promise<void> {
  for (const missing of await missingParents(directory)) {
    try {
      await mkdir(missing);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'EEXIST') continue;
      throw new UsageError(
        `${missing}: this directory cannot be made (${String(code)}); name one that you may write to with --out or MUSTER_STATE_DIR`,
      );
    }
  }
}

async function missingParents(directory: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => null);
  if (found?.isDirectory()) return [];
  if (found)
    throw new UsageError(`${directory}: is no directory; name another with --out or MUSTER_STATE_DIR`);
  const parent = dirname(directory);
  return parent === directory ? [] : [...(await missingParents(parent)), directory];
}
