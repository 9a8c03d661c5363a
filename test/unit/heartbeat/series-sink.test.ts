import { describe, expect, it } from 'vitest';
import type { Objects } from '../../../lib/ports/objects.ts';
import { makeSeriesSink } from '../../../lib/heartbeat/series-sink.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const NAME = { run: 'run-1', role: 'ledger', source: 'orders', segment: 2 } as const;
const FOLDER = 'runs/run-1/ledger/orders/';

function numbersIn(text: string | undefined): number[] {
  return [...(text ?? '').matchAll(/\{"n":(\d+)\}\n/g)].map(([, n]) => Number(n));
}

function numbersOf(objects: ReturnType<typeof makeMemoryObjects>): number[] {
  const stored = objects.stored();
  return Object.keys(stored)
    .filter((key) => key.endsWith('.ndjson'))
    .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((key) => numbersIn(stored[key]));
}

const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

/** A bucket whose puts fail as told: before they take effect, or after it, when only the answer is lost. */
function failing(objects: Objects, failures: ('before' | 'after' | 'never')[]): Objects {
  return {
    ...objects,
    put: async (key, text, condition) => {
      const failure = failures.shift() ?? 'never';
      if (failure === 'before') throw new Error('time-out');
      const etag = await objects.put(key, text, condition);
      if (failure === 'after') throw new Error('time-out');
      return etag;
    },
  };
}

describe('the sink of a series', () => {
  it('stores nothing before it is flushed, and then numbered objects', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    sink.write({ n: 0 });
    sink.write({ n: 1 });
    expect(objects.stored()).toEqual({});
    await sink.flush();
    sink.write({ n: 2 });
    await sink.flush();
    expect(objects.stored()).toEqual({
      [`${FOLDER}2-0.ndjson`]: '{"n":0}\n{"n":1}\n',
      [`${FOLDER}2-1.ndjson`]: '{"n":2}\n',
    });
  });

  it('stores no empty object', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    await sink.flush();
    expect(objects.stored()).toEqual({});
  });

  it('stores by itself at a thousand lines', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    for (const n of upTo(1000)) sink.write({ n });
    await expect.poll(() => numbersIn(objects.stored()[`${FOLDER}2-0.ndjson`])).toEqual(upTo(1000));
  });

  it('never puts more than a thousand lines into one object', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    for (const n of upTo(2500)) sink.write({ n });
    await sink.close();
    const sizes = Object.values(objects.stored()).map((text) => numbersIn(text).length);
    expect(sizes.toSorted((a, b) => b - a)).toEqual([1000, 1000, 500, 0]);
    expect(numbersOf(objects)).toEqual(upTo(2500));
  });

  it('closes with an end marker that counts the objects', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    sink.write({ n: 0 });
    await sink.flush();
    sink.write({ n: 1 });
    await sink.close();
    expect(objects.stored()[`${FOLDER}2-end.json`]).toBe('{"objects":2}');
  });

  it('counts none when nothing was sampled', async () => {
    const objects = makeMemoryObjects();
    await makeSeriesSink(objects, NAME).close();
    expect(objects.stored()).toEqual({ [`${FOLDER}2-end.json`]: '{"objects":0}' });
  });

  it('keeps the lines of a put that failed for the next one', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(failing(objects, ['before']), NAME);
    sink.write({ n: 0 });
    await expect(sink.flush()).resolves.toBeUndefined();
    sink.write({ n: 1 });
    await sink.close();
    expect(numbersOf(objects)).toEqual([0, 1]);
    expect(objects.stored()[`${FOLDER}2-end.json`]).toBe('{"objects":1}');
  });

  it('stores no line twice and loses none when only the answer to a put was lost', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(failing(objects, ['after', 'after']), NAME);
    sink.write({ n: 0 });
    await sink.flush();
    sink.write({ n: 1 });
    await sink.flush();
    sink.write({ n: 2 });
    await sink.close();
    expect(numbersOf(objects)).toEqual([0, 1, 2]);
  });

  it('does not let a put that arrives late undo a later one', async () => {
    const objects = makeMemoryObjects();
    const late: (() => Promise<unknown>)[] = [];
    let first = true;
    const slow: Objects = {
      ...objects,
      put: async (key, text, condition) => {
        if (!first) return objects.put(key, text, condition);
        first = false;
        late.push(() => objects.put(key, text, condition));
        throw new Error('time-out');
      },
    };
    const sink = makeSeriesSink(slow, NAME);
    sink.write({ n: 0 });
    await sink.flush();
    sink.write({ n: 1 });
    await sink.close();
    await Promise.allSettled(late.map((arrive) => arrive()));
    expect(numbersOf(objects)).toEqual([0, 1]);
  });

  it('loses no line that is written while a put is under way', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(objects, NAME);
    sink.write({ n: 0 });
    const flushed = sink.flush();
    sink.write({ n: 1 });
    const again = sink.flush();
    sink.write({ n: 2 });
    await Promise.all([flushed, again]);
    await sink.close();
    expect(numbersOf(objects)).toEqual([0, 1, 2]);
  });

  it('fails to close when the samples cannot be stored, and sets no end marker', async () => {
    const objects = makeMemoryObjects();
    const sink = makeSeriesSink(failing(objects, ['before']), NAME);
    sink.write({ n: 0 });
    await expect(sink.close()).rejects.toThrow(/^time-out$/);
    expect(objects.stored()).toEqual({});
  });

  it('never overwrites the samples of another writer of the same segment', async () => {
    const key = `${FOLDER}2-0.ndjson`;
    const objects = makeMemoryObjects({ [key]: '{"n":77}\n' });
    const sink = makeSeriesSink(objects, NAME);
    sink.write({ n: 0 });
    await sink.flush();
    await expect(sink.close()).rejects.toMatchObject({
      name: 'Conflict',
      message: `${key}: saw another version of the object; expected no object yet`,
    });
    expect(objects.stored()).toEqual({ [key]: '{"n":77}\n' });
  });
});
