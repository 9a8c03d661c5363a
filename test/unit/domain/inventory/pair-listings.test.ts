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
