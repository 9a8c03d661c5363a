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

/** The same objects, and under which condition each write was asked for. */
function watched(objects: MemoryObjects) {
  const conditions: unknown[] = [];
  const put: MemoryObjects['put'] = (key, text, condition) => {
    conditions.push(condition);
    return objects.put(key, text, condition);
  };
  return { objects: { ...objects, put }, conditions };
}

/** Somebody else writes the same text right after each read. */
function busyObjects(objects: MemoryObjects): MemoryObjects {
  const get = async (key: string) => {
    const seen = await objects.get(key);
    if (seen) await objects.put(key, seen.text);
    return seen;
  };
  return { ...objects, get };
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

  it('creates the object only where there is none, and changes only the version that it has read', async () => {
    const { objects, conditions } = watched(makeMemoryObjects());
    const locks = makeLocks(objects);
    const grant = await locks.acquire(MINE);
    await locks.release(grant);
    await locks.acquire({ ...MINE, owner: 'arn:other' });
    expect(conditions).toEqual([{ absent: true }, { etag: '"1"' }, { etag: '"2"' }]);
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

  it('asks for no execution of a lock that a person has taken by hand, and says who it is', async () => {
    const objects = makeMemoryObjects({
      [KEY]: lockText({ owner: 'person', run: 'by-hand-1', scope: 'real' }),
    });
    const locks = makeObjectLocks({
      objects,
      statusOf: () => Promise.reject(new Error("Invalid Arn: 'Invalid ARN prefix: person'")),
      now: () => NOON,
    });
    await expect(locks.acquire(REAL)).rejects.toMatchObject({
      name: 'LockHeld',
      message: expect.stringContaining('run by-hand-1 (its execution is not known here'),
    });
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

  it('is not granted on a clean-up that is listed and cannot be read', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText(), ...CLEANED });
    const gone = { ...objects, get: async (key: string) => (key === KEY ? objects.get(key) : null) };
    await expect(makeLocks(gone, 'FAILED').acquire(MINE)).rejects.toMatchObject({ name: 'ZodError' });
    expect(objects.stored()[KEY]).toBe(lockText());
  });

  it('gives up as a conflict after five rounds that others have won', async () => {
    const { objects, conditions } = watched(
      busyObjects(makeMemoryObjects({ [KEY]: lockText({ state: 'free' }) })),
    );
    await expect(makeLocks(objects).acquire(MINE)).rejects.toMatchObject({ name: 'Conflict' });
    expect(conditions).toHaveLength(5);
  });

  it('fails at once with what is no conflict', async () => {
    const { objects, conditions } = watched(makeMemoryObjects());
    const broken = { ...objects, get: () => Promise.reject(new Error('no answer')) };
    await expect(makeLocks(broken).acquire(MINE)).rejects.toThrow('no answer');
    expect(conditions).toEqual([]);
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

  it('takes the lock from a real failover that came to its end and left something, and from no other', async () => {
    const taking = (texts: Record<string, string>) =>
      makeLocks(makeMemoryObjects({ [KEY]: lockText({ scope: 'real' }), ...texts }), 'FAILED').acquire(REAL);
    const wayBack = { 'runs/run-0/record/ReturnRegion/0/intent.json': '{}' };
    const left = cleanUp(0, ['EXP1']);
    await expect(taking({ ...left, ...wayBack })).resolves.toMatchObject({
      generation: 5,
      takenOver: { run: 'run-0', preemptedAt: '2026-03-01T12:00:00.000000Z' },
    });
    await expect(taking(wayBack)).rejects.toMatchObject({ name: 'LockHeld' });
    // A switchover that could not settle its roles.
    await expect(taking(left)).rejects.toMatchObject({ name: 'LockHeld' });
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

  it('has no holder where there never was one', async () => {
    await expect(makeLocks(makeMemoryObjects()).holder(KEY)).resolves.toBeNull();
  });

  it('says so when it cannot be freed', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    const broken = { ...objects, put: () => Promise.reject(new Error('no answer')) };
    await expect(makeLocks(broken).release(grant)).rejects.toThrow('no answer');
    const nothing = makeMemoryObjects();
    await makeLocks(nothing).release(grant);
    expect(nothing.stored()).toEqual({});
  });

  it('is freed once when it is freed twice at once', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    const locks = makeLocks(objects);
    await expect(Promise.all([locks.release(grant), locks.release(grant)])).resolves.toHaveLength(2);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4 });
  });
});

describe('a wish that a run ends', () => {
  const grant = { key: KEY, owner: 'arn:theirs', generation: 4 };
  const stands = { by: 'Ada', reason: 'the region is back', at: '2026-03-01T12:00:00.000000Z' };
  const wish = { run: 'run-0', ...stands };

  it('stands on the lock, which keeps its owner and its generation', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    await expect(makeLocks(objects).abort(KEY, wish)).resolves.toBe(true);
    expect(storedLock(objects)).toEqual({
      owner: 'arn:theirs',
      run: 'run-0',
      state: 'held',
      generation: 4,
      scope: 'rehearsal',
      takenOver: null,
      abort: stands,
    });
  });

  it.each([
    ['the region is back', 'Ada asked at 2026-03-01T12:00:00.000000Z to abort it: the region is back'],
    ['', 'Ada asked at 2026-03-01T12:00:00.000000Z to abort it'],
  ])('is what the run is told when it asks for its lock (reason "%s")', async (reason, seen) => {
    const locks = makeLocks(makeMemoryObjects({ [KEY]: lockText() }));
    await locks.abort(KEY, { ...wish, reason });
    await expect(locks.verify(grant)).rejects.toMatchObject({
      name: 'RunAborted',
      message: `${KEY}, run run-0: saw ${seen}; expected a run that nobody wants to end`,
    });
  });

  it('does not hide from a run that it was superseded', async () => {
    const locks = makeLocks(makeMemoryObjects({ [KEY]: lockText({ abort: stands }) }));
    const older = { ...grant, generation: 3 };
    await expect(locks.verify(older)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  });

  it('stands as it was said first', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ abort: stands }) });
    await expect(makeLocks(objects).abort(KEY, { ...wish, by: 'Grace' })).resolves.toBe(true);
    expect(objects.stored()[KEY]).toBe(lockText({ abort: stands }));
  });

  it.each([
    ['another run holds the lock', { [KEY]: lockText({ run: 'run-9' }) }],
    ['the run has given it back', { [KEY]: lockText({ state: 'free' }) }],
    ['there is no lock', {}],
  ])('comes to nothing when %s', async (_case, texts) => {
    const objects = makeMemoryObjects(texts);
    await expect(makeLocks(objects).abort(KEY, wish)).resolves.toBe(false);
    expect(objects.stored()).toEqual(texts);
  });

  it('is said again when somebody else has written the lock meanwhile, five times at most', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    let others = 1;
    const once = {
      ...objects,
      get: async (key: string) => (others-- > 0 ? busyObjects(objects).get(key) : objects.get(key)),
    };
    await expect(makeLocks(once).abort(KEY, wish)).resolves.toBe(true);
    expect(storedLock(objects)).toMatchObject({ abort: stands });
    await expect(
      makeLocks(busyObjects(makeMemoryObjects({ [KEY]: lockText() }))).abort(KEY, wish),
    ).rejects.toMatchObject({ name: 'Conflict' });
  });

  it('is over when the lock is given back, and the next run hears nothing of it', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText({ abort: stands }) });
    const locks = makeLocks(objects);
    await locks.release(grant);
    expect(storedLock(objects)).toMatchObject({ state: 'free', abort: null });
    const next = await locks.acquire(MINE);
    await expect(locks.verify(next)).resolves.toBeUndefined();
  });

  it('that comes while the lock is given back does not keep it held', async () => {
    const objects = makeMemoryObjects({ [KEY]: lockText() });
    let wished = false;
    const meanwhile = {
      ...objects,
      get: async (key: string) => {
        const seen = await objects.get(key);
        if (!wished) {
          wished = true;
          await makeLocks(objects).abort(KEY, wish);
        }
        return seen;
      },
    };
    await makeLocks(meanwhile).release(grant);
    expect(storedLock(objects)).toMatchObject({ state: 'free', generation: 4, abort: null });
  });
});
