import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The checkout that these tests hold against the house rules. */
export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));

const SKIPPED = new Set(['node_modules', '.git', '.muster', 'cdk.out']);

/** Files below the folders of `root`, as paths from `root` with slashes; a folder that is missing has none. */
export function listFiles(root: string, folders: readonly string[], ending = ''): string[] {
  return folders
    .flatMap((folder) => entriesOf(root, folder))
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .toSorted();
}

/** Folders below, and including, the folders of `root`, at most `depth` levels deep: `lib/domain/run` is three. */
export function listFolders(root: string, folders: readonly string[], depth: number): string[] {
  return folders
    .flatMap((folder) => [folder, ...foldersBelow(root, folder)])
    .filter((folder) => folder.split('/').length <= depth && listFiles(root, [folder]).length > 0)
    .toSorted();
}

export function readText(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** A tree of its own for a positive control; whoever asks removes it with `removeTree`. */
export function makeTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'muster-architecture-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

export function removeTree(root: string): void {
  rmSync(root, { recursive: true });
}

/** A tree of its own that is gone when the test ends. */
export function seedTree(files: Readonly<Record<string, string>>): string {
  const root = makeTree(files);
  onTestFinished(() => removeTree(root));
  return root;
}

function foldersBelow(root: string, folder: string): string[] {
  return entriesOf(root, folder)
    .filter((entry) => entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function entriesOf(root: string, folder: string) {
  try {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !isSkipped(relative(root, join(entry.parentPath, entry.name))));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function isSkipped(path: string): boolean {
  return path.split('/').some((name) => SKIPPED.has(name));
}
