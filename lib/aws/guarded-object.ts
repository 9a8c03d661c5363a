import * as z from 'zod';
import { Conflict, GenerationSuperseded } from '../domain/failure.ts';
import type { Objects, StoredObject } from '../ports/objects.ts';

/** What every guarded object says of who wrote it; one that a person made says nothing, and is older than any run. */
const Author = z.object({ run: z.string().default(''), generation: z.int().nonnegative().default(0) });

/** Each round that is lost was won by another writer. */
const MOST_ROUNDS = 5;

export interface GuardedWrite {
  readonly key: string;
  readonly text: string;
  readonly run: string;
  readonly generation: number;
}

/** One version of the object, as it was read or written. */
type Version = Pick<StoredObject, 'text' | 'etag'>;

/** An object that only the newest run may write. */
export interface GuardedObject {
  /** Reads it, and remembers the version: a write after that needs no call of its own to ask for it. */
  read(key: string): Promise<Version | null>;
  /** Idempotent; answers the entity tag. @throws GenerationSuperseded when a later run has written it. */
  write(request: GuardedWrite): Promise<string>;
}

/**
 * Writes by compare-and-swap on the version that this environment read last, which is while it is warmed: so the guard
 * costs no call on the critical path. A stale call of an older run finds another version there, and who wrote it.
 */
export function makeGuardedObject(objects: Objects): GuardedObject {
  const versions = new Map<string, Version | null>();
  const read = async (key: string) => {
    const stored = await objects.get(key);
    versions.set(key, stored);
    return stored;
  };
  const write = async ({ key, text, run, generation }: GuardedWrite): Promise<string> => {
    let seen = versions.has(key) ? (versions.get(key) ?? null) : await read(key);
    for (let round = 1; ; round++) {
      refuseIfLater(key, authorOf(seen), generation);
      try {
        const etag = await objects.put(key, text, seen ? { etag: seen.etag } : { absent: true });
        versions.set(key, { text, etag });
        return etag;
      } catch (error) {
        if (!(error instanceof Conflict) || round === MOST_ROUNDS) throw error;
        seen = await read(key);
        // This run's own write, whose answer was lost or which another delivery of the step has made.
        if (seen?.text === text && authorOf(seen).run === run) return seen.etag;
      }
    }
  };
  return { read, write };
}

type Author = z.infer<typeof Author>;

function refuseIfLater(key: string, author: Author, generation: number): void {
  if (author.generation <= generation) return;
  throw new GenerationSuperseded({
    subject: key,
    seen: `generation ${author.generation} of run ${author.run}`,
    limit: `none above generation ${generation}`,
  });
}

function authorOf(stored: Version | null): Author {
  if (!stored) return { run: '', generation: 0 };
  try {
    return Author.parse(JSON.parse(stored.text));
  } catch {
    return { run: '', generation: 0 };
  }
}
