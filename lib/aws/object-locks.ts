import { Conflict, GenerationSuperseded, RunAborted } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import type { AbortRequest, LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import type { Objects } from '../ports/objects.ts';
import { type LockObject, readLock } from './lock-object.ts';
import { takeOver } from './take-over.ts';

type Held = Pick<LockGrant, 'key' | 'owner' | 'generation'>;

/** Rounds of compare-and-swap: whoever loses one finds in the object who won it. */
const MOST_ROUNDS = 5;

export interface ObjectLocksPorts {
  readonly objects: Objects;
  /** Where the runs' records stand, when not in the same bucket as the locks. */
  readonly records?: Objects;
  /** Status of the execution that owns a lock; null when it is not known. */
  readonly statusOf: (executionArn: string) => Promise<string | null>;
  readonly now: () => Instant;
}

/**
 * Locks as objects of a site's bucket, changed by compare-and-swap. A lock whose owner's execution has ended is free
 * only when that run's clean-up stands in its record and left nothing. The generation rises with every grant and is
 * never reset.
 */
export function makeObjectLocks(ports: ObjectLocksPorts): Locks {
  return {
    acquire: (request) => inRounds(() => acquire(ports, request)),
    verify: async (held) => {
      const lock = (await readLock(ports.objects, held.key))?.lock;
      if (lock && owns(lock, held)) return mustGoOn(held.key, lock);
      throw new GenerationSuperseded({
        subject: held.key,
        seen: lock ? `generation ${lock.generation} of ${lock.owner}, ${lock.state}` : 'no lock',
        limit: `generation ${held.generation} of ${held.owner}, held`,
      });
    },
    release: (held) => inRounds(() => release(ports.objects, held)),
    abort: (key, wish) => inRounds(() => abort(ports.objects, key, wish)),
    holder: async (key) => {
      const lock = (await readLock(ports.objects, key))?.lock;
      if (lock?.state !== 'held') return null;
      const { owner, run, generation } = lock;
      return { key, owner, run, generation };
    },
  };
}

async function inRounds<T>(change: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round++) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof Conflict) || round === MOST_ROUNDS) throw error;
    }
  }
}

function mustGoOn(key: string, { abort: wish, run }: LockObject): void {
  if (!wish) return;
  const seen = `${wish.by} asked at ${wish.at} to abort it${wish.reason ? `: ${wish.reason}` : ''}`;
  throw new RunAborted({ subject: `${key}, run ${run}`, seen, limit: 'a run that nobody wants to end' });
}

/** The generation stays: it is the same run that goes back. The first wish stands. */
async function abort(objects: Objects, key: string, { run, ...wish }: AbortRequest): Promise<boolean> {
  const stored = await readLock(objects, key);
  if (stored?.lock.state !== 'held' || stored.lock.run !== run) return false;
  if (stored.lock.abort) return true;
  const lock: LockObject = { ...stored.lock, abort: wish };
  await objects.put(key, JSON.stringify(lock), { etag: stored.etag });
  return true;
}

async function acquire(ports: ObjectLocksPorts, request: LockRequest): Promise<LockGrant> {
  const { key, owner, run, scope } = request;
  const stored = await readLock(ports.objects, key);
  const held = stored?.lock.state === 'held' ? stored.lock : null;
  if (held?.owner === owner) return grantOf(key, held);
  const lock: LockObject = {
    owner,
    run,
    state: 'held',
    generation: (stored?.lock.generation ?? 0) + 1,
    scope,
    takenOver: held && (await takeOver(ports, request, held)),
    abort: null,
  };
  await ports.objects.put(key, JSON.stringify(lock), stored ? { etag: stored.etag } : { absent: true });
  return grantOf(key, lock);
}

/** The same whether it is granted now or was granted before: an answer that was lost is given again. */
function grantOf(key: string, { owner, generation, takenOver }: LockObject): LockGrant {
  return { key, owner, generation, takenOver };
}

/** Whoever changed it since has freed it, taken it over, or wished that the run ends: only then it is still this owner's. */
async function release(objects: Objects, held: Held): Promise<void> {
  const stored = await readLock(objects, held.key);
  if (!stored || !owns(stored.lock, held)) return;
  const free: LockObject = { ...stored.lock, state: 'free', abort: null };
  await objects.put(held.key, JSON.stringify(free), { etag: stored.etag });
}

function owns(lock: LockObject, { owner, generation }: Held): boolean {
  return lock.state === 'held' && lock.owner === owner && lock.generation === generation;
}
