import type { HashBytes } from '../bytes.ts';
import { extended, type Frontier, rootOf, suffix } from './frontier.ts';

/** The last leaf of a range, and the tree of all leaves before it. */
export interface RangeEnd {
  readonly before: Frontier;
  readonly leaf: Uint8Array;
}

/**
 * Root of the subtree from leaf `from` up to and with a leaf, from what is known at that leaf alone: so that a proof
 * costs as many reads as it has hashes, and not one a leaf of the log.
 */
export function rangeRoot(sha256: HashBytes, from: number, { before, leaf }: RangeEnd): Uint8Array {
  return rootOf(sha256, extended(sha256, suffix(before, from), leaf));
}
