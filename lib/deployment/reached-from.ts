import { resolve } from 'node:path';
import type { Metafile } from 'esbuild';

/** Every file that a file imports, itself or by what it imports, with the file itself, by their absolute paths. */
export function reachedFrom({ inputs }: Pick<Metafile, 'inputs'>, entry: string): readonly string[] {
  const byPath = new Map(Object.entries(inputs).map(([path, input]) => [resolve(path), input.imports]));
  const reached = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const imports = byPath.get(file) ?? [];
    open.push(...imports.flatMap(({ path, external }) => (external ? [] : [resolve(path)])));
  }
  return [...reached];
}
