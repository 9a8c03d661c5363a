import { describe, expect, it } from 'vitest';
import { Conflict } from '../../../lib/domain/failure.ts';
import { makeGuardedObject } from '../../../lib/aws/guarded-object.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import type { Journal } from '../../fakes/journal.ts';

const KEY = 'traffic/orders.json';

function conflict(): Conflict {
  return new Conflict({ subject: KEY, seen: 'no object', limit: 'the version that was read' });
}

function wish(run: string, generation: number, site = 'west') {
  return { key: KEY, text: JSON.stringify({ activeSite: site, run, generation }), run, generation };
}

describe('an object that only the newest run may write', () => {
  it.each([
    ['was there', { [KEY]: '{"activeSite":"north"}' }],
    ['was not there', {}],
  ])('takes one call to write when it was looked at before and %s', async (_, texts) => {
    const journal: Journal = [];
    const guarded = makeGuardedObject(makeMemoryObjects(texts, journal));
    await guarded.read(KEY);
    journal.length = 0;
    await guarded.write(wish('run-1', 7));
    expect(journal).toEqual([`objects.put ${KEY}`]);
  });

  it('takes one call for each write that follows another', async () => {
    const journal: Journal = [];
    const guarded = makeGuardedObject(makeMemoryObjects({}, journal));
    await guarded.write(wish('run-1', 7));
    await guarded.write(wish('run-1', 7, 'north'));
    expect(journal).toEqual([`objects.get ${KEY}`, `objects.put ${KEY}`, `objects.put ${KEY}`]);
  });

  it('is created only where there is none', async () => {
    const conditions: unknown[] = [];
    const objects = makeMemoryObjects();
    const put: typeof objects.put = (key, text, condition) => {
      conditions.push(condition);
      return objects.put(key, text, condition);
    };
    await makeGuardedObject({ ...objects, put }).write(wish('run-1', 7));
    expect(conditions).toEqual([{ absent: true }]);
  });

  it('is created when it was removed meanwhile', async () => {
    const before = makeMemoryObjects({ [KEY]: '{}' });
    const objects = makeMemoryObjects();
    let reads = 0;
    const get = (key: string) => ((reads += 1) === 1 ? before.get(key) : objects.get(key));
    const put: typeof objects.put = (key, text, condition) =>
      reads === 1 ? Promise.reject(conflict()) : objects.put(key, text, condition);
    await makeGuardedObject({ ...objects, get, put }).write(wish('run-1', 7));
    expect(objects.stored()[KEY]).toBe(wish('run-1', 7).text);
  });

  it.each(['north', '{"activeSite":"north","generation":"many"}'])(
    'is written over where a person has put %s',
    async (text) => {
      const objects = makeMemoryObjects({ [KEY]: text });
      await makeGuardedObject(objects).write(wish('run-1', 7));
      expect(objects.stored()[KEY]).toBe(wish('run-1', 7).text);
    },
  );

  it('is not written over where its generation is later, whoever wrote it', async () => {
    const objects = makeMemoryObjects({ [KEY]: '{"generation":8}' });
    await expect(makeGuardedObject(objects).write(wish('run-1', 7))).rejects.toMatchObject({
      message: `${KEY}: saw generation 8 of run ; expected none above generation 7`,
    });
  });

  it('is written when the same run has written something else meanwhile', async () => {
    const objects = makeMemoryObjects();
    const second = makeGuardedObject(objects);
    await second.read(KEY);
    await makeGuardedObject(objects).write(wish('run-1', 7, 'north'));
    await second.write(wish('run-1', 7));
    expect(objects.stored()[KEY]).toBe(wish('run-1', 7).text);
  });

  it('is written when somebody else has written the same meanwhile', async () => {
    const objects = makeMemoryObjects();
    const guarded = makeGuardedObject(objects);
    const text = '{"activeSite":"west"}';
    await guarded.read(KEY);
    await objects.put(KEY, text);
    await expect(guarded.write({ ...wish('run-1', 7), text })).resolves.toBe('"2"');
  });

  it('is read first by an environment that never looked', async () => {
    const objects = makeMemoryObjects({ [KEY]: '{"activeSite":"north"}' });
    await makeGuardedObject(objects).write(wish('run-1', 7));
    expect(objects.stored()[KEY]).toBe(wish('run-1', 7).text);
  });

  it('refuses a run that looked before a later one wrote', async () => {
    const objects = makeMemoryObjects();
    const stale = makeGuardedObject(objects);
    await stale.read(KEY);
    await makeGuardedObject(objects).write(wish('run-2', 8));
    await expect(stale.write(wish('run-1', 7, 'north'))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: `${KEY}: saw generation 8 of run run-2; expected none above generation 7`,
    });
    expect(objects.stored()[KEY]).toBe(wish('run-2', 8).text);
  });

  it('is written over by a later run that looked before an older one wrote', async () => {
    const objects = makeMemoryObjects();
    const later = makeGuardedObject(objects);
    await later.read(KEY);
    await makeGuardedObject(objects).write(wish('run-1', 7, 'north'));
    await later.write(wish('run-2', 8));
    expect(objects.stored()[KEY]).toBe(wish('run-2', 8).text);
  });

  it('is done already when another delivery of the same step has written the same', async () => {
    const objects = makeMemoryObjects();
    const first = makeGuardedObject(objects);
    const second = makeGuardedObject(objects);
    await second.read(KEY);
    const etag = await first.write(wish('run-1', 7));
    await expect(second.write(wish('run-1', 7))).resolves.toBe(etag);
  });

  it('gives up as a conflict when others write it again and again', async () => {
    const objects = makeMemoryObjects();
    const busy = {
      ...objects,
      get: async (key: string) => {
        const seen = await objects.get(key);
        await objects.put(key, JSON.stringify({ generation: 1, at: Math.random() }));
        return seen;
      },
    };
    await expect(makeGuardedObject(busy).write(wish('run-1', 7))).rejects.toMatchObject({ name: 'Conflict' });
  });
});
