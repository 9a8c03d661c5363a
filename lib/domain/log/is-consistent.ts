import { type HashBytes, sameBytes } from '../bytes.ts';
import { nodeHash } from './tree-hash.ts';

export interface SizedRoot {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether a path proves that the tree `second` begins with the tree `first` (RFC 9162, section 2.1.4.2). */
export function isConsistent(
  sha256: HashBytes,
  [first, second]: readonly [SizedRoot, SizedRoot],
  path: readonly Uint8Array[],
): boolean {
  if (first.size > second.size) return false;
  if (first.size === second.size) return path.length === 0 && sameBytes(first.root, second.root);
  if (first.size === 0) return path.length === 0 && sameBytes(first.root, sha256(new Uint8Array()));
  const roots = rootsOf(sha256, [first, second], path);
  return roots !== null && sameBytes(roots.first, first.root) && sameBytes(roots.second, second.root);
}

/** Both roots as the path has them; null where it is not as long as one between these sizes is. */
function rootsOf(
  sha256: HashBytes,
  [first, second]: readonly [SizedRoot, SizedRoot],
  path: readonly Uint8Array[],
): { readonly first: Uint8Array; readonly second: Uint8Array } | null {
  // A first tree that is full is a subtree of the second, and its root is not repeated in the path.
  const isFull = Number.isInteger(Math.log2(first.size));
  const [seed, ...rest] = isFull ? [first.root, ...path] : path;
  if (!seed) return null;
  let [node, last] = [first.size - 1, second.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  let [one, other] = [seed, seed];
  for (const sibling of rest) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      one = nodeHash(sha256, sibling, one);
      other = nodeHash(sha256, sibling, other);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else other = nodeHash(sha256, other, sibling);
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 ? { first: one, second: other } : null;
}
