import { describe, expect, it } from 'vitest';
import { makeObjectLocks } from '../../../lib/aws/object-locks.ts';
import { type MemoryObjects, makeMemoryObjects } from '../../fakes/memory-objects.ts';

const KEY = 'locks/orders.json';
const CLEANED = { 'runs/run-0/record/CleanUp/0/outcome.json': '{}' };
const MINE = { key: KEY, run: 'run-1', owner: 'arn:mine' };

function lockText(lock: object = {}): string {
  return JSON.stringify({ owner: 'arn:theirs', run: 'run-0', state: 'held', generation: 4, ...lock });
}

function makeLocks(objects: MemoryObjects, status: string | null = 'RUNNING', records?: MemoryObjects) {
  return makeObjectLocks({ objects, statusOf: async () => status, ...(records ? { records } : {}) });
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
      takenOverFrom: null,
    });
    expect(storedLock(objects)).toEqual({ owner: 'arn:mine', run: 'run-1', state: 'held', generation: 1 });
  });

  it('raises the generation of a lock that was freed', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ state: 'free' }) });
    await expect(makeLocks(objects).acquire(MINE)).resolves.toMatchObject({
      generation: 5,
      takenOverFrom: null,
    });
  });

  it('is done already for the same owner', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ owner: 'arn:mine' }) });
    await expect(makeLocks(objects).acquire(MINE)).resolves.toMatchObject({
      generation: 4,
      takenOverFrom: null,
    });
    expect(objects.stored()[KEY]).toBe(lockText({ owner: 'arn:mine' }));
  });

  it.each([
    { status: 'RUNNING', texts: CLEANED, seen: 'run run-0 (RUNNING, cleaned up)' },
    { status: 'FAILED', texts: {}, seen: 'run run-0 (FAILED, not cleaned up)' },
    { status: null, texts: CLEANED, seen: 'run run-0 (its execution is not known here, cleaned up)' },
  ])('is refused while it sees $seen', async ({ status, texts, seen }) => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...texts });
    await expect(makeLocks(objects, status).acquire(MINE)).rejects.toMatchObject({
      name: 'LockHeld',
      message: `${KEY}: saw ${seen}; expected a lock that is free, or whose run has ended and cleaned up`,
    });
    expect(objects.stored()[KEY]).toBe(lockText());
  });

  it('takes over from a run that has ended and cleaned up', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...CLEANED });
    await expect(makeLocks(objects, 'ABORTED').acquire(MINE)).resolves.toEqual({
      key: KEY,
      owner: 'arn:mine',
      generation: 5,
      takenOverFrom: 'arn:theirs',
    });
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
      locks.acquire({ key: KEY, run: 'run-2', owner: 'arn:other' }),
    ]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { generation: 1 } });
    expect(second).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'LockHeld',
        message: `${KEY}: saw run run-1 (RUNNING, not cleaned up); expected a lock that is free, or whose run has ended and cleaned up`,
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

  it('is freed once when it is freed twice at once', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    const locks = makeLocks(objects);
    await expect(Promise.all([locks.release(grant), locks.release(grant)])).resolves.toHaveLength(2);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4 });
  });
});
