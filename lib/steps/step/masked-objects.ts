import type { Objects } from '../../ports/objects.ts';

/** The same bucket, where all that is put is masked. */
export function maskedObjects(objects: Objects, mask: (text: string) => string): Objects {
  return {
    get: (key) => objects.get(key),
    list: (prefix) => objects.list(prefix),
    put: (key, text, condition) => objects.put(key, mask(text), condition),
  };
}
