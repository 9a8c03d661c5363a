import { formatInstant, type Instant } from '../instant.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import { glanceAtPair } from './glance-at-pair.ts';
import type { EndLine, InventoryLine } from './inventory-line.ts';
import {
  type InventoryTally,
  makeTally,
  NO_COUNTS,
  type SideNames,
  type SliceRef,
} from './inventory-tally.ts';
import type { KeyPair, ObjectHead } from './listed-object.ts';
import { type Listings, pairListings } from './pair-listings.ts';
import { type PairRules, settlePair } from './settle-pair.ts';

export interface InventoryOrder {
  readonly slice: SliceRef;
  readonly sides: SideNames;
  readonly rules: PairRules;
  /** How many keys of each kind are named; all are counted. */
  readonly mostNamed: number;
  /** How many keys on which the listings differ are looked at by themselves. */
  readonly mostLooks: number;
}

/** What is read, all of it given from outside. */
export interface InventoryMeans extends Listings {
  /** Asks for the object on both sides: the primary's first, the replica's when that has answered. */
  readonly look: (key: string) => Promise<KeyPair<ObjectHead>>;
  readonly now: () => Instant;
  /** Asked between two batches: whether this slice ends here. */
  readonly isOver: () => boolean;
}

const LOOKS_AT_ONCE = 16;

/**
 * Compares what two buckets hold, key by key, in memory that does not grow with their number. Lines: a summary a side,
 * the first keys of each kind of difference, and an end with all the numbers.
 * @throws RangeError when a listing does not ascend, and whatever reading throws.
 */
export async function compareInventories(
  means: InventoryMeans,
  order: InventoryOrder,
): Promise<readonly InventoryLine[]> {
  const startedAt = means.now();
  const tally = makeTally(order.slice, order.sides, order.mostNamed);
  let looksLeft = order.mostLooks;
  let through: string | null = null;
  for await (const batch of pairListings(means)) {
    const differing = batch.filter((pair) => countSettled(tally, pair, order.rules));
    const looks = differing.slice(0, looksLeft);
    looksLeft -= looks.length;
    await settleByLooking({ means, order, tally }, looks);
    for (const listed of differing.slice(looks.length))
      note({ order, tally }, { listed, heads: null, seenAt: means.now() });
    if (!means.isOver()) continue;
    through = batch.at(-1)?.key ?? null;
    break;
  }
  return tally.lines({ through, startedAt, endedAt: means.now() });
}

/** A slice that could not be read, and why. */
export function unreadSlice(
  { bucket, slice, after }: SliceRef,
  { problem, at }: { readonly problem: string; readonly at: Instant },
): EndLine {
  return {
    schemaVersion: SCHEMA_VERSION,
    bucket,
    slice,
    line: 'end',
    after,
    through: null,
    startedAt: formatInstant(at),
    endedAt: formatInstant(at),
    counts: { ...NO_COUNTS },
    equalBy: { 'size-and-etag': 0, checksum: 0 },
    longestOnItsWay: null,
    problem,
  };
}

/** Counts a pair; answers whether it has to be settled otherwise. */
function countSettled(tally: InventoryTally, pair: KeyPair, { keeps }: PairRules): boolean {
  tally.listed(pair);
  const settled = glanceAtPair(pair, keeps);
  if (settled) tally.settled(settled);
  return settled === null;
}

interface Noting {
  readonly order: InventoryOrder;
  readonly tally: InventoryTally;
}

async function settleByLooking(
  { means, ...noting }: Noting & { readonly means: InventoryMeans },
  pairs: readonly KeyPair[],
): Promise<void> {
  for (let from = 0; from < pairs.length; from += LOOKS_AT_ONCE) {
    const looked = await Promise.all(
      pairs.slice(from, from + LOOKS_AT_ONCE).map(async (listed) => {
        const heads = await means.look(listed.key);
        return { listed, heads, seenAt: means.now() };
      }),
    );
    for (const pair of looked) note(noting, pair);
  }
}

function note({ order, tally }: Noting, pair: Parameters<typeof settlePair>[0]): void {
  const found = settlePair(pair, order.rules);
  if ('basis' in found) tally.settled(found);
  else tally.unsettled(pair, found);
}
