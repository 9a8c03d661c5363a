import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Conflict } from '../domain/failure.ts';
import type { WrittenOnce } from '../steps/step/rpo-series.ts';
import { makeDirectory } from './make-directory.ts';

/** Objects that are written once, as files below a directory; a key's slashes are folders. */
export function directoryObjects(root: string): WrittenOnce {
  return {
    get: async (key) => {
      const text = await readFile(join(root, key), 'utf8').catch(() => null);
      return text === null ? null : { text };
    },
    put: async (key, text) => {
      const path = join(root, key);
      await makeDirectory(dirname(path));
      await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
        throw new Conflict({ subject: path, seen: 'a file of that name', limit: 'none yet', cause });
      });
    },
    list: async (prefix) => {
      const below = join(root, prefix.slice(0, prefix.lastIndexOf('/') + 1));
      const found = await readdir(below, { recursive: true, withFileTypes: true }).catch(() => []);
      return found
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => relative(root, join(parentPath, name)).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .toSorted();
    },
  };
}
