import type { HashBytes } from '../bytes.ts';
import { nodeHash } from './tree-hash.ts';

/** A leaf's place in a tree, and its hash. */
export interface PlacedLeaf {
  readonly index: number;
  readonly size: number;
  readonly hash: Uint8Array;
}

/**
 * The root that a path leads to from a leaf; null where the path is not as long as one of that place is. The leaf is in
 * a tree when this is the tree's root (RFC 9162, section 2.1.3.2).
 */
export function inclusionRoot(
  sha256: HashBytes,
  { index, size, hash }: PlacedLeaf,
  path: readonly Uint8Array[],
): Uint8Array | null {
  if (index >= size) return null;
  let [node, last] = [index, size - 1];
  let root = hash;
  for (const sibling of path) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sha256, sibling, root);
      // The right edge of a tree that is not full: levels at which it has no sibling are left out of the path.
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else root = nodeHash(sha256, root, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}
