import * as z from 'zod';
import { Conflict, GenerationSuperseded, LockHeld } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import type { Objects, StoredObject } from '../ports/objects.ts';

const LockObject = z.object({
  owner: z.string(),
  run: z.string(),
  state: z.enum(['held', 'free']),
  generation: z.int().positive(),
});

type LockObject = z.infer<typeof LockObject>;
type Held = Pick<LockGrant, 'key' | 'owner' | 'generation'>;

export interface ObjectLocksPorts {
  readonly objects: Objects;
  /** Where the runs' records stand, when not in the same bucket as the locks. */
  readonly records?: Objects;
  /** Status of the execution that owns a lock; null when it is not known. */
  readonly statusOf: (executionArn: string) => Promise<string | null>;
}

/**
 * Locks as objects of a site's bucket, changed by compare-and-swap. A lock whose owner's execution has ended is free
 * only when that run's clean-up stands in its record. The generation rises with every grant and is never reset.
 */
export function makeObjectLocks(ports: ObjectLocksPorts): Locks {
  return {
    acquire: async (request) => {
      try {
        return await acquire(ports, request);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        // Somebody was faster; who, and whether that holds, stands in the object now.
        return acquire(ports, request);
      }
    },
    verify: async (held) => {
      const lock = read(await ports.objects.get(held.key));
      if (lock && owns(lock, held)) return;
      throw new GenerationSuperseded({
        subject: held.key,
        seen: lock ? `generation ${lock.generation} of ${lock.owner}, ${lock.state}` : 'no lock',
        limit: `generation ${held.generation} of ${held.owner}, held`,
      });
    },
    release: async (held) => {
      const stored = await ports.objects.get(held.key);
      const lock = read(stored);
      if (!stored || !lock || !owns(lock, held)) return;
      const free: LockObject = { ...lock, state: 'free' };
      await ports.objects
        .put(held.key, JSON.stringify(free), { etag: stored.etag })
        .catch((error: unknown) => {
          // Whoever changed it since has freed it or taken it over: either way it is not this owner's any more.
          if (!(error instanceof Conflict)) throw error;
        });
    },
  };
}

async function acquire(ports: ObjectLocksPorts, request: LockRequest): Promise<LockGrant> {
  const { objects } = ports;
  const { key, owner, run } = request;
  const stored = await objects.get(key);
  const lock = read(stored);
  if (lock?.state === 'held' && lock.owner === owner)
    return { key, owner, generation: lock.generation, takenOverFrom: null };
  if (lock?.state === 'held') await refuseUnlessOver(ports, key, lock);
  const generation = (lock?.generation ?? 0) + 1;
  const taken: LockObject = { owner, run, state: 'held', generation };
  await objects.put(key, JSON.stringify(taken), stored ? { etag: stored.etag } : { absent: true });
  return { key, owner, generation, takenOverFrom: lock?.state === 'held' ? lock.owner : null };
}

async function refuseUnlessOver(
  { objects, records = objects, statusOf }: ObjectLocksPorts,
  key: string,
  lock: LockObject,
): Promise<void> {
  const [status, cleaned] = await Promise.all([
    statusOf(lock.owner),
    records.list(`${runKeys.record(lock.run)}CleanUp/`),
  ]);
  if (status !== null && status !== 'RUNNING' && cleaned.some((entry) => entry.endsWith('/outcome.json')))
    return;
  throw new LockHeld({
    subject: key,
    seen: `run ${lock.run} (${status ?? 'its execution is not known here'}, ${cleaned.length ? 'cleaned up' : 'not cleaned up'})`,
    limit: 'a lock that is free, or whose run has ended and cleaned up',
  });
}

function read(stored: StoredObject | null): LockObject | null {
  return stored && LockObject.parse(JSON.parse(stored.text));
}

function owns(lock: LockObject, { owner, generation }: Held): boolean {
  return lock.state === 'held' && lock.owner === owner && lock.generation === generation;
}
