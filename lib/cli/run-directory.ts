import {
  access,
  constants,
  copyFile,
  mkdir,
  readdir,
  rename,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { makeDirectory } from './make-directory.ts';
import { UsageError } from './usage-error.ts';

/** Makes the directory of a new run. @throws UsageError when it holds something already, or could not be written to. */
export async function makeRunDirectory(directory: string): Promise<void> {
  if (directory === '')
    throw new UsageError('--out "": expected the name of a directory, such as ./evidence/run');
  await makeDirectory(directory);
  await access(directory, constants.W_OK | constants.X_OK).catch(() => {
    throw new UsageError(`--out ${directory}: you may not write to this directory; name one that you may`);
  });
  const present = await readdir(directory);
  if (present.length === 0) return;
  throw new UsageError(
    `--out ${directory}: the directory is not empty (${present.length} entries); name a new one`,
  );
}

/**
 * `use` with the directory of a new run. Where it fails before anything lies there it is removed again, so that whoever
 * is refused leaves no run behind.
 */
export async function inRunDirectory<T>(directory: string, use: () => Promise<T>): Promise<T> {
  const isOurs = (await stat(directory).catch(() => null)) === null;
  await makeRunDirectory(directory);
  try {
    return await use();
  } catch (error) {
    if (isOurs) await rmdir(directory).catch(() => undefined);
    throw error;
  }
}

/** Copies the files of a run from the bucket. */
export async function exportRunDirectory(
  objects: Objects,
  run: string,
  directory: string,
): Promise<readonly string[]> {
  const prefix = runKeys.files(run);
  const keys = await objects.list(prefix);
  await Promise.all(
    keys.map(async (key) => {
      const object = await objects.get(key);
      if (!object) return;
      const path = join(directory, key.slice(prefix.length));
      await mkdir(dirname(path), { recursive: true });
      await replaceFile(path, object.text);
    }),
  );
  return keys.map((key) => key.slice(prefix.length));
}

/**
 * Where what is kept of a run lies that is none of its files: beside its directory, `<directory>.<name>`. Every file in
 * the directory is signed.
 */
export function besideRun(directory: string, name: 'notices.ndjson' | 'truth.ndjson'): string {
  return `${resolve(directory)}.${name}`;
}

/** What people were told of a run, one line a message; no raw file: nothing is judged by it. */
export async function copyNotices(objects: Objects, run: string, directory: string): Promise<void> {
  const keys = await objects.list(runKeys.notices(run));
  const receipts = await Promise.all(keys.map((key) => objects.get(key)));
  const lines = receipts.flatMap((receipt) => (receipt ? [`${receipt.text.trimEnd()}\n`] : []));
  if (lines.length > 0)
    await whereAllowed(replaceFile(besideRun(directory, 'notices.ndjson'), lines.join('')));
}

/** At once or not at all: whoever follows a run, and whoever aborts it, bring the same files at the same moment. */
async function replaceFile(path: string, text: string): Promise<void> {
  const underWay = `${path}.${process.pid}.part`;
  await writeFile(underWay, text);
  await rename(underWay, path);
}

/** The sandbox's own truth beside the run: for benches and tests, never read by `judge`. */
export async function copyTruth(sandboxDirectory: string, directory: string): Promise<void> {
  const truth = join(sandboxDirectory, 'truth.ndjson');
  await whereAllowed(copyFile(truth, besideRun(directory, 'truth.ndjson')), ['ENOENT']);
}

/** Somebody may give a run's directory below one that they may not write to: what is kept beside it is left out there. */
async function whereAllowed(written: Promise<void>, alsoLeft: readonly string[] = []): Promise<void> {
  await written.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!['EACCES', 'EPERM', 'EROFS', ...alsoLeft].includes(code)) throw error;
  });
}
