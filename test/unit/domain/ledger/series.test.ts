import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inOrder,
  missingParts,
  parseSeriesKey,
  SeriesEnd,
  type SeriesObject,
} from '../../../../lib/domain/ledger/series.ts';

const FOLDER = 'runs/run-1/ledger';

function objectOf(name: string): SeriesObject {
  const extension = name.endsWith('-end') ? 'json' : 'ndjson';
  const parsed = parseSeriesKey(`${FOLDER}/${name}.${extension}`);
  if (!parsed) throw new RangeError(`${name} is no name of a part`);
  return parsed;
}

const objectsOf = (...names: string[]) => names.map(objectOf);

function countsOf(objects: readonly SeriesObject[], count: number): ReadonlyMap<string, number> {
  return new Map(objects.filter(({ part }) => part === 'end').map(({ key }) => [key, count]));
}

/** A whole series: of each source some segments, each with some parts and its end. */
const series = fc
  .dictionary(
    fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
    fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
    { minKeys: 1, maxKeys: 3 },
  )
  .map((sources) =>
    Object.entries(sources).flatMap(([source, segments]) =>
      segments.flatMap((parts, segment) => [
        ...Array.from({ length: parts }, (_, part) => `${source}/${segment}-${part}`),
        `${source}/${segment}-end`,
      ]),
    ),
  );

const shuffled = series.chain((names) =>
  fc.tuple(fc.constant(names), fc.shuffledSubarray([...names], { minLength: names.length })),
);

const counting = (objects: readonly SeriesObject[]) =>
  new Map(
    objects
      .filter(({ part }) => part === 'end')
      .map(({ key, source, segment }) => [
        key,
        objects.filter((one) => one.source === source && one.segment === segment && one.part !== 'end')
          .length,
      ]),
  );

describe('the key of a part', () => {
  it('tells source, segment and part', () => {
    const key = `${FOLDER}/orders/12-3.ndjson`;
    expect(parseSeriesKey(key)).toEqual({ key, source: 'orders', segment: 12, part: 3 });
    const end = `${FOLDER}/orders/12-end.json`;
    expect(parseSeriesKey(end)).toEqual({ key: end, source: 'orders', segment: 12, part: 'end' });
  });

  it.each(['runs/run-1/plan.yaml', `${FOLDER}/orders/x-1.ndjson`, `${FOLDER}/orders/1-2.txt`, ''])(
    'is not "%s"',
    (key) => {
      expect(parseSeriesKey(key)).toBeNull();
    },
  );
});

describe('the parts of a series', () => {
  it('stand in the order of source, segment and number, and not of their names', () => {
    const objects = objectsOf('b/0-0', 'a/10-0', 'a/2-10', 'a/2-end', 'a/2-9');
    expect(inOrder(objects).map(({ key }) => key.slice(FOLDER.length + 1))).toEqual([
      'a/2-9.ndjson',
      'a/2-10.ndjson',
      'a/10-0.ndjson',
      'b/0-0.ndjson',
    ]);
  });

  it('stand in the same order however the bucket lists them, and none is lost', () => {
    fc.assert(
      fc.property(shuffled, ([names, mixed]) => {
        const ordered = inOrder(objectsOf(...mixed));
        expect(ordered).toEqual(inOrder(objectsOf(...names)));
        expect(ordered).toHaveLength(names.filter((name) => !name.endsWith('-end')).length);
      }),
    );
  });
});

describe('what is missing of a series', () => {
  it('is nothing when every segment has its end and all that it counts', () => {
    fc.assert(
      fc.property(shuffled, ([, mixed]) => {
        const objects = objectsOf(...mixed);
        expect(missingParts(objects, counting(objects))).toEqual([]);
      }),
    );
  });

  it('is exactly the one part that is taken away', () => {
    fc.assert(
      fc.property(series, fc.nat(), (names, pick) => {
        const gone = names[pick % names.length] ?? '';
        const all = objectsOf(...names);
        const left = all.filter(({ key }) => !key.includes(`/${gone}.`));
        const expected = missingParts(left, counting(all), { started: [gone.split('/')[0] ?? ''] });
        expect(expected).toEqual([gone]);
      }),
    );
  });

  it('is the end of a segment that did not close itself', () => {
    const objects = objectsOf('orders/0-0', 'orders/0-1');
    expect(missingParts(objects, new Map())).toEqual(['orders/0-end']);
  });

  it('is each number below the count that is not there', () => {
    const objects = objectsOf('orders/0-1', 'orders/0-end');
    expect(missingParts(objects, countsOf(objects, 3))).toEqual(['orders/0-0', 'orders/0-2']);
  });

  it('is no end of the last segment where the series goes on, and all else that is', () => {
    const goesOn = { goesOn: true, started: ['orders'] };
    const objects = objectsOf('orders/0-0', 'orders/0-end', 'orders/1-0', 'orders/1-1');
    expect(missingParts(objects, countsOf(objects, 1), goesOn)).toEqual([]);
    const gap = objectsOf('orders/0-0', 'orders/1-1');
    expect(missingParts(gap, new Map(), goesOn)).toEqual(['orders/0-end', 'orders/1-0']);
    expect(missingParts([], new Map(), goesOn)).toEqual(['orders/0-end']);
  });

  it('is a whole segment before one that is there', () => {
    const objects = objectsOf('orders/2-end');
    expect(missingParts(objects, countsOf(objects, 0))).toEqual(['orders/0-end', 'orders/1-end']);
  });

  it('is the first segment of a source that was started and stored nothing', () => {
    expect(missingParts([], new Map(), { started: ['orders', 'ledger'] })).toEqual([
      'orders/0-end',
      'ledger/0-end',
    ]);
    expect(missingParts([], new Map())).toEqual([]);
  });
});

describe('the end marker', () => {
  it('counts objects', () => {
    expect(SeriesEnd.parse({ objects: 3 })).toEqual({ objects: 3 });
    expect(SeriesEnd.safeParse({ objects: -1 }).success).toBe(false);
    expect(SeriesEnd.safeParse({}).success).toBe(false);
  });
});
