import { describe, expect, it } from 'vitest';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { type MemoryObjects, makeMemoryObjects } from '../../fakes/memory-objects.ts';

const KEY = 'locks/orders.json';
const CLEANED = cleanUp(0);
const MINE = { key: KEY, run: 'run-1', owner: 'arn:mine', scope: 'rehearsal', preempt: false } as const;
const REAL = { ...MINE, scope: 'real', preempt: true } as const;
const REMEDY =
  'a lock that is free, or whose run has ended and cleaned up; `npx muster clean` finishes a run that ended without';

/** An outcome of run-0's clean-up, which found that many experiments running. */
function cleanUp(attempt: number, experiments: readonly string[] = []): Record<string, string> {
  const data = { runningExperiments: experiments, taggedResources: [], runningExecutions: [], problems: [] };
  const at = '2026-03-01T11:00:00.000000Z';
  const entry = { schemaVersion: 1, kind: 'outcome', state: 'CleanUp', attempt, at, data };
  return { [`runs/run-0/record/CleanUp/${attempt}/outcome.json`]: JSON.stringify(entry) };
}

function lockText(lock: object = {}): string {
  return JSON.stringify({ owner: 'arn:theirs', run: 'run-0', state: 'held', generation: 4, ...lock });
}

function makeLocks(objects: MemoryObjects, status: string | null = 'RUNNING', records?: MemoryObjects) {
  return makeObjectLocks({
    objects,
    statusOf: async () => status,
    now: () => NOON,
    ...(records ? { records } : {}),
  });
}

function storedLock(objects: MemoryObjects): unknown {
  return JSON.parse(objects.stored()[KEY] ?? 'null');
}

describe('taking a lock', () => {
  it('is granted with generation 1 when there never was one', async () => {
    const objects = makeMemoryObjects();
    await expect(makeLocks(objects).acquire(MINE)).resolves.toEqual({
      key: KEY,
      owner: 'arn:mine',
      generation: 1,
      takenOver: null,
    });
    expect(storedLock(objects)).toEqual({
      owner: 'arn:mine',
      run: 'run-1',
      state: 'held',
      generation: 1,
      scope: 'rehearsal',
      takenOver: null,
      abort: null,
    });
  });

  it('raises the generation of a lock that was freed', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ state: 'free' }) });
    await expect(makeLocks(objects).acquire(MINE)).resolves.toMatchObject({
      generation: 5,
      takenOver: null,
    });
  });

  it('is done already for the same owner', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ owner: 'arn:mine' }) });
    await expect(makeLocks(objects).acquire(MINE)).resolves.toMatchObject({
      generation: 4,
      takenOver: null,
    });
    expect(objects.stored()[KEY]).toBe(lockText({ owner: 'arn:mine' }));
  });

  it.each([
    { status: 'RUNNING', texts: CLEANED, seen: 'run run-0 (RUNNING, cleaned up)' },
    { status: 'FAILED', texts: {}, seen: 'run run-0 (FAILED, not cleaned up)' },
    {
      status: 'FAILED',
      texts: cleanUp(0, ['EXP1']),
      seen: 'run run-0 (FAILED, not wholly cleaned up)',
    },
    { status: null, texts: CLEANED, seen: 'run run-0 (its execution is not known here, cleaned up)' },
  ])('is refused while it sees $seen', async ({ status, texts, seen }) => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...texts });
    await expect(makeLocks(objects, status).acquire(MINE)).rejects.toMatchObject({
      name: 'LockHeld',
      message: `${KEY}: saw ${seen}; expected ${REMEDY}`,
    });
    expect(objects.stored()[KEY]).toBe(lockText());
  });

  it('takes over from a run that has ended and cleaned up', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...CLEANED });
    await expect(makeLocks(objects, 'ABORTED').acquire(MINE)).resolves.toEqual({
      key: KEY,
      owner: 'arn:mine',
      generation: 5,
      takenOver: { owner: 'arn:theirs', run: 'run-0', preemptedAt: null },
    });
  });

  it('goes by the newest clean-up, which mends an earlier one', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...cleanUp(2, ['EXP1']), ...cleanUp(10) });
    await expect(makeLocks(objects, 'FAILED').acquire(MINE)).resolves.toMatchObject({ generation: 5 });
  });

  it('gives the same answer to an owner that asks again after it took over', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...CLEANED });
    const locks = makeLocks(objects, 'ABORTED');
    const first = await locks.acquire(MINE);
    await expect(locks.acquire(MINE)).resolves.toEqual(first);
  });

  it('does not take an intent to clean up for a clean-up', async () => {
    const intent = { 'runs/run-0/record/CleanUp/0/intent.json': '{}' };
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...intent });
    await expect(makeLocks(objects, 'FAILED').acquire(MINE)).rejects.toMatchObject({ name: 'LockHeld' });
  });

  it('finds the clean-up in the bucket that holds the records, when that is another one', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    const locks = makeLocks(objects, 'SUCCEEDED', makeMemoryObjects(CLEANED));
    await expect(locks.acquire(MINE)).resolves.toMatchObject({ generation: 5 });
  });

  it('is granted to exactly one of two that come at once; the other is told who holds it', async () => {
    const objects = makeMemoryObjects();
    const locks = makeLocks(objects);
    const [first, second] = await Promise.allSettled([
      locks.acquire(MINE),
      locks.acquire({ ...MINE, run: 'run-2', owner: 'arn:other' }),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { generation: 1 } });
    expect(second).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'LockHeld',
        message: `${KEY}: saw run run-1 (RUNNING, not cleaned up); expected ${REMEDY}`,
      },
    });
  });

  it('is granted once to an owner that asks twice at once', async () => {
    const locks = makeLocks(makeMemoryObjects());
    await expect(Promise.all([locks.acquire(MINE), locks.acquire(MINE)])).resolves.toMatchObject([
      { generation: 1 },
      { generation: 1 },
    ]);
  });
});

describe('pre-empting', () => {
  it('takes the lock from a drill that runs, and says when', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ scope: 'live' }) });
    await expect(makeLocks(objects).acquire(REAL)).resolves.toMatchObject({
      generation: 5,
      takenOver: { owner: 'arn:theirs', run: 'run-0', preemptedAt: '2026-03-01T12:00:00.000000Z' },
    });
  });

  it.each([
    ['a drill from a drill', { ...REAL, scope: 'live' } as const, 'live'],
    ['a real failover from a real one', REAL, 'real'],
  ])('is refused to %s', async (_, request, scope) => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ scope }) });
    await expect(makeLocks(objects).acquire(request)).rejects.toMatchObject({
      name: 'LockHeld',
      message: `${KEY}: saw run run-0 (RUNNING, not cleaned up); pre-emption of a ${scope} run by a ${scope} one was refused; expected ${REMEDY}`,
    });
  });

  it('is not done unasked', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ scope: 'live' }) });
    const request = { ...REAL, preempt: false };
    await expect(makeLocks(objects).acquire(request)).rejects.toMatchObject({ name: 'LockHeld' });
  });
});

describe('a lock that was taken', () => {
  const grant = { key: KEY, owner: 'arn:theirs', generation: 4 };

  it('is in force as long as owner and generation are the same', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    await expect(makeLocks(objects).verify(grant)).resolves.toBeUndefined();
  });

  it.each([
    [{ owner: 'arn:mine', generation: 5 }, 'generation 5 of arn:mine, held'],
    [{ generation: 5 }, 'generation 5 of arn:theirs, held'],
    [{ state: 'free' }, 'generation 4 of arn:theirs, free'],
  ])('is superseded by %o', async (change, seen) => {
    const objects = makeMemoryObjects({ [KEY]: lockText(change) });
    await expect(makeLocks(objects).verify(grant)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: `${KEY}: saw ${seen}; expected generation 4 of arn:theirs, held`,
    });
  });

  it('is superseded when it is gone', async () => {
    await expect(makeLocks(makeMemoryObjects()).verify(grant)).rejects.toMatchObject({
      message: `${KEY}: saw no lock; expected generation 4 of arn:theirs, held`,
    });
  });

  it('is freed by its owner, and keeps its generation', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    await makeLocks(objects).release(grant);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4 });
    await makeLocks(objects).release(grant);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4 });
  });

  it('is left alone when it is somebody else’s, or of a later generation', async () => {
    for (const change of [{ owner: 'arn:mine' }, { generation: 5 }]) {
      const objects = makeMemoryObjects({ [KEY]: lockText(change) });
      await makeLocks(objects).release(grant);
      expect(objects.stored()[KEY]).toBe(lockText(change));
    }
  });

  it('names its holder until it is freed', async () => {
    const locks = makeLocks(makeMemoryObjects({ [KEY]: lockText() }));
    await expect(locks.holder(KEY)).resolves.toEqual({ ...grant, run: 'run-0' });
    await locks.release(grant);
    await expect(locks.holder(KEY)).resolves.toBeNull();
  });

  it('is freed once when it is freed twice at once', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    const locks = makeLocks(objects);
    await expect(Promise.all([locks.release(grant), locks.release(grant)])).resolves.toHaveLength(2);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4 });
  });
});
