import { readFile, writeFile } from 'node:fs/promises';
import { UsageError } from './usage-error.ts';

export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** What users have written: for whoever asked for it, and nobody else. Nothing that is there is written over. */
const OWN_AND_NEW = { mode: 0o600, flag: 'wx' };

/**
 * Writes all of the files, or none. One that is there already with the same bytes is left as it is.
 * @throws UsageError when one is there that holds something else
 */
export async function writeNewFiles(files: readonly NewFile[], remedy: string): Promise<void> {
  const missing: NewFile[] = [];
  // In their order: of several that are in the way, it is always the first that is named.
  for (const file of files) if (!(await isThere(file, remedy))) missing.push(file);
  await Promise.all(
    missing.map((file) =>
      writeFile(file.path, file.text, OWN_AND_NEW).catch(async (error: unknown) => {
        // Another one may have written it meanwhile.
        if (!(await isThere(file, remedy))) throw error;
      }),
    ),
  );
}

async function isThere({ path, text }: NewFile, remedy: string): Promise<boolean> {
  const found = await readFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(`${path} cannot be read, and is not written over; ${remedy}`, { cause: error });
  });
  if (found === null) return false;
  if (found.equals(Buffer.from(text))) return true;
  throw new UsageError(
    `${path} is there already, and holds something else: it is not written over; ${remedy}`,
  );
}
