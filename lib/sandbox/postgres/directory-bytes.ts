import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below a directory, but for those below the names that are left out. Files may vanish meanwhile. */
export async function directoryBytes(directory: string, leftOut: readonly string[] = []): Promise<number> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const sizes = await Promise.all(
    entries
      .filter((one) => !leftOut.includes(one.name))
      .map((one) =>
        one.isDirectory() ? directoryBytes(join(directory, one.name)) : sizeOf(directory, one.name),
      ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function sizeOf(directory: string, name: string): Promise<number> {
  return stat(join(directory, name)).then(
    ({ size }) => size,
    () => 0,
  );
}
