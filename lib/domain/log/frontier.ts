import type { HashBytes } from '../bytes.ts';
import { nodeHash } from './tree-hash.ts';

/**
 * All that has to be known of a tree to append to it: the hashes of its whole subtrees, the largest first. They are as
 * many as `size` has ones in binary.
 */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** The tree with one leaf more. */
export function extended(sha256: HashBytes, { size, hashes }: Frontier, leaf: Uint8Array): Frontier {
  let merged = leaf;
  let left = hashes.length;
  // Each trailing one of the size is a subtree as large as the one that has just become whole.
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    left -= 1;
    merged = nodeHash(sha256, hashes[left] ?? merged, merged);
  }
  return { size: size + 1, hashes: [...hashes.slice(0, left), merged] };
}

/** Root of the tree (RFC 6962, section 2.1); of the empty one, the hash of nothing. */
export function rootOf(sha256: HashBytes, { hashes }: Frontier): Uint8Array {
  const last = hashes.at(-1);
  if (!last) return sha256(new Uint8Array());
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last);
}

/** Whether a tree of that size has that many whole subtrees. */
export function isFrontier({ size, hashes }: Frontier): boolean {
  return subtreeSizes(size).length === hashes.length;
}

/**
 * The part of a tree that begins with the leaf `from`, as a tree of its own. `from` has to be where one of the whole
 * subtrees begins, or the end.
 */
export function suffix({ size, hashes }: Frontier, from: number): Frontier {
  let begin = 0;
  let skipped = 0;
  for (const subtree of subtreeSizes(size)) {
    if (begin >= from) break;
    begin += subtree;
    skipped += 1;
  }
  return { size: size - begin, hashes: hashes.slice(skipped) };
}

/** Largest first. */
function subtreeSizes(size: number): readonly number[] {
  return size
    .toString(2)
    .split('')
    .flatMap((digit, place, digits) => (digit === '1' ? [2 ** (digits.length - 1 - place)] : []));
}
