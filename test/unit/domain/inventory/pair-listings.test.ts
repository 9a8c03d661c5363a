import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys } from '../../../../lib/domain/inventory/compare-keys.ts';
import type { KeyPair, ListedPage } from '../../../../lib/domain/inventory/listed-object.ts';
import { pairListings } from '../../../../lib/domain/inventory/pair-listings.ts';
import { object, pagesOf } from '../../../fakes/listings.ts';

type Listing = AsyncGenerator<ListedPage>;

async function pairs(primary: Listing, replica: Listing): Promise<readonly KeyPair[]> {
  const found: KeyPair[] = [];
  for await (const batch of pairListings({ primary, replica })) found.push(...batch);
  return found;
}

const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 3 }), { maxLength: 40 });
const inOrder = (some: readonly string[]) => some.toSorted(compareKeys).map((key) => object(key));

describe('two listings side by side', () => {
  it('give every key once, in order, with what either side has: as a naive comparison does', async () => {
    const size = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(keys, keys, fc.tuple(size, size), async (here, there, [one, other]) => {
        const [primary, replica] = [inOrder(here), inOrder(there)];
        const naive = [...new Set([...here, ...there])].toSorted(compareKeys).map((key) => ({
          key,
          primary: primary.find((found) => found.key === key) ?? null,
          replica: replica.find((found) => found.key === key) ?? null,
        }));
        expect(await pairs(pagesOf(primary, one), pagesOf(replica, other))).toEqual(naive);
      }),
    );
  });

  it('may have pages with nothing on them, as of buckets full of old versions', async () => {
    async function* gaps(): Listing {
      yield [];
      yield [object('a')];
      yield [];
    }
    expect((await pairs(gaps(), pagesOf([]))).map(({ key }) => key)).toEqual(['a']);
    expect(await pairs(pagesOf([]), pagesOf([]))).toEqual([]);
  });

  it('are read no further ahead than a page, however many there are and wherever they end', async () => {
    const read = { primary: 0, replica: 0 };
    const [size, keysOfAll] = [100, 20_000];
    async function* lazy(side: 'primary' | 'replica', skip: number): Listing {
      for (let from = 0; from < keysOfAll; from += size) {
        read[side] += size;
        const numbers = Array.from({ length: size }, (_, offset) => from + offset);
        yield numbers
          .filter((number) => number % 7 !== skip)
          .map((number) => object(String(number).padStart(9, '0')));
      }
    }
    let last = 0;
    let most = 0;
    const listings = { primary: lazy('primary', 3), replica: lazy('replica', 5) };
    for await (const batch of pairListings(listings)) {
      most = Math.max(most, read.primary - last, read.replica - last);
      last = Number(batch.at(-1)?.key);
    }
    expect(last).toBe(keysOfAll - 1);
    expect(most).toBeLessThanOrEqual(3 * size);
  });

  it('say so when one of them breaks off, also a page ahead', async () => {
    async function* broken(): Listing {
      yield [object('a')];
      throw new Error('the connection was reset');
    }
    await expect(pairs(broken(), pagesOf([object('a'), object('b')], 1))).rejects.toThrow(
      'the connection was reset',
    );
  });

  it('have to ascend', async () => {
    const out = pagesOf([object('b'), object('a')], 1);
    await expect(pairs(out, pagesOf([]))).rejects.toThrow(
      '"a" was listed behind "b": the listing does not ascend',
    );
  });

  it('are closed when they are left early', async () => {
    let closed = 0;
    async function* endless(): Listing {
      try {
        for (let number = 10; ; number += 1) yield [object(`key-${number}`)];
      } finally {
        closed += 1;
      }
    }
    for await (const batch of pairListings({ primary: endless(), replica: endless() })) {
      expect(batch).toHaveLength(1);
      break;
    }
    expect(closed).toBe(2);
  });
});
