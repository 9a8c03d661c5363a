import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** What each file imports, by absolute paths. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** The imports that a bundle was made of, without what was left outside of it. */
export function importsOf({ inputs }: Pick<Metafile, 'inputs'>): Imports {
  return new Map(
    Object.entries(inputs).map(([path, { imports }]) => [
      resolve(path),
      imports.filter(({ external }) => !external).map((imported) => resolve(imported.path)),
    ]),
  );
}

/** Every file that a file imports, itself or by what it imports, with the file itself. */
export function reachedFrom(imports: Imports, entry: string): readonly string[] {
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    open.push(...(imports.get(file) ?? []));
  }
  return [...reached];
}
