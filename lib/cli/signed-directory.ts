import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { RunContents } from '../domain/evidence/run-contents.ts';
import { findRun } from './find-run.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/** A directory as bytes. */
export interface SignedDirectory {
  readonly contents: RunContents;
  /** What is neither a file nor a folder, such as a link: nobody can have signed it. */
  readonly odd: readonly string[];
}

/** The directory that somebody named, by itself, by a file in it, or by the name of a run. @throws UsageError */
export async function findSigned(named: string, state: StateDirectory): Promise<string> {
  const found = await stat(named).catch(() => null);
  if (!found?.isFile()) return (await findRun(named, state)).directory;
  const folder = dirname(named);
  return basename(folder) === 'evidence' ? dirname(folder) : folder;
}

/** Every file below a directory. @throws UsageError for one that cannot be read: nothing can be said without it */
export async function readDirectory(directory: string): Promise<SignedDirectory> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const named = entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return { entry, path, name: relative(directory, path).split(sep).join('/') };
  });
  const files = named.filter(({ entry }) => entry.isFile());
  const contents = new Map(
    await Promise.all(files.map(async ({ name, path }) => [name, await readBytes(path)] as const)),
  );
  const odd = named.flatMap(({ entry, name }) => (entry.isFile() || entry.isDirectory() ? [] : [name]));
  return { contents, odd };
}

async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new UsageError(`${path} cannot be read; verify a copy that you may read`, { cause });
  });
}
