import { accessSync, constants, statSync } from 'node:fs';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/**
 * A state directory that is not there yet is empty; one that cannot be read is not, and nothing may be said of what is
 * in it. @throws UsageError for what is no directory, or may not be read.
 */
export function checkStateDirectory({ root }: Pick<StateDirectory, 'root'>): void {
  const found = seen(root);
  if (found === null) return;
  throw new UsageError(
    `the state directory ${root} ${found}; name another with MUSTER_STATE_DIR, or change to the directory that holds it`,
  );
}

/** What is wrong with it, or null. */
function seen(root: string): string | null {
  try {
    const stats = statSync(root, { throwIfNoEntry: false });
    if (!stats) return null;
    if (!stats.isDirectory()) return 'is no directory';
    accessSync(root, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOTDIR' ? 'leads through a file' : `cannot be read (${String(code)})`;
  }
}
