import { compareKeys } from './compare-keys.ts';
import type { KeyPair, ListedObject, ListedPage } from './listed-object.ts';

export interface Listings {
  readonly primary: AsyncIterable<ListedPage>;
  readonly replica: AsyncIterable<ListedPage>;
}

/**
 * Walks through two listings side by side and answers what stands under each key, batch by batch in the order of the
 * keys. Holds no more than two pages of each.
 * @throws RangeError when a listing does not ascend: merged, it would give differences that are none.
 */
export async function* pairListings(listings: Listings): AsyncGenerator<readonly KeyPair[]> {
  const [primary, replica] = [makeCursor(listings.primary), makeCursor(listings.replica)];
  try {
    await Promise.all([primary.fill(), replica.fill()]);
    while (primary.peek() || replica.peek()) {
      yield pairPage(primary, replica);
      await Promise.all([primary.fill(), replica.fill()]);
    }
  } finally {
    await Promise.all([primary.close(), replica.close()]);
  }
}

/** Pairs for as long as it is known what follows on both sides. */
function pairPage(primary: Cursor, replica: Cursor): readonly KeyPair[] {
  const pairs: KeyPair[] = [];
  do {
    const [ours, theirs] = [primary.peek(), replica.peek()];
    const order = ours && theirs ? compareKeys(ours.key, theirs.key) : ours ? -1 : 1;
    const key = (order <= 0 ? ours : theirs)?.key ?? '';
    pairs.push({
      key,
      primary: order <= 0 ? primary.take() : null,
      replica: order >= 0 ? replica.take() : null,
    });
  } while (primary.knows() && replica.knows() && (primary.peek() || replica.peek()));
  return pairs;
}

type Cursor = ReturnType<typeof makeCursor>;

/**
 * A listing that is read a page at a time: `peek` answers null at its end, and wherever `fill` is due. The page behind
 * the one at hand is on its way already: pages of the two sides end at different keys, and neither is to wait for the
 * other's.
 */
function makeCursor(pages: AsyncIterable<ListedPage>) {
  const ahead = makeReadAhead(pages[Symbol.asyncIterator]());
  let page: ListedPage = [];
  let next = 0;
  let ended = false;
  let last: string | null = null;
  return {
    /** Whether it is known what follows, be it nothing. */
    knows: () => next < page.length || ended,
    peek: (): ListedObject | null => page[next] ?? null,
    take: (): ListedObject | null => {
      const object = page[next] ?? null;
      next += 1;
      if (object && last !== null && compareKeys(last, object.key) >= 0)
        throw new RangeError(`"${object.key}" was listed behind "${last}": the listing does not ascend`);
      last = object?.key ?? last;
      return object;
    },
    fill: async (): Promise<void> => {
      while (next >= page.length && !ended) {
        const read = await ahead.next();
        ended = read === null;
        page = read ?? [];
        next = 0;
      }
    },
    close: ahead.close,
  };
}

function makeReadAhead(source: AsyncIterator<ListedPage>) {
  const read = async () => {
    const result = await source.next();
    return result.done === true ? null : result.value;
  };
  let coming: Promise<ListedPage | null> | null = null;
  let ended = false;
  return {
    /** Null at the end. */
    next: async (): Promise<ListedPage | null> => {
      const page = await (coming ?? read());
      ended = page === null;
      coming = ended ? null : read();
      // Whoever asks for it is told; nobody may ask.
      coming?.catch(() => undefined);
      return page;
    },
    /** A listing that was left early is told so. */
    close: async (): Promise<void> => {
      if (!ended) await source.return?.();
    },
  };
}
