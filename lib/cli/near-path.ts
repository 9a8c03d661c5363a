import { relative } from 'node:path';

/** A path as seen from here where that is shorter, for people to read and to copy. */
export function nearPath(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') ? path : near;
}
