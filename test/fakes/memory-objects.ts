import type { Instant } from '../../lib/domain/instant.ts';
import { Conflict } from '../../lib/domain/failure.ts';
import type { Objects, StoredObject, WriteCondition } from '../../lib/ports/objects.ts';
import { type Journal, noted } from './journal.ts';

export interface MemoryObjects extends Objects {
  /** What is stored now, by key. */
  stored(): Readonly<Record<string, string>>;
}

/** A bucket in memory with entity tags, conditional writes and a clock of its own. */
export function makeMemoryObjects(
  texts: Readonly<Record<string, string>> = {},
  journal: Journal = [],
  now: () => Instant = () => 0,
): MemoryObjects {
  const objects = new Map<string, StoredObject>();
  let versions = 0;
  const store = (key: string, text: string) => {
    versions += 1;
    const etag = `"${versions}"`;
    objects.set(key, { text, etag, storedAt: Math.floor(now() / 1e6) * 1e6 });
    return etag;
  };
  for (const [key, text] of Object.entries(texts)) store(key, text);
  return {
    get: async (key) => {
      await noted(journal, `objects.get ${key}`);
      return objects.get(key) ?? null;
    },
    put: async (key, text, condition) => {
      await noted(journal, `objects.put ${key}`);
      refuseConflict(key, objects.get(key), condition);
      return store(key, text);
    },
    list: async (prefix) => {
      await noted(journal, `objects.list ${prefix}`);
      return [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted();
    },
    stored: () => Object.fromEntries([...objects].map(([key, { text }]) => [key, text])),
  };
}

function refuseConflict(key: string, there: StoredObject | undefined, condition?: WriteCondition): void {
  if (!condition) return;
  const holds = 'absent' in condition ? !there : there?.etag === condition.etag;
  if (holds) return;
  const limit = 'etag' in condition ? `entity tag ${condition.etag}` : 'no object yet';
  throw new Conflict({ subject: key, seen: 'another version of the object', limit });
}
