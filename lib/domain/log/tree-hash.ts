import { type HashBytes, joinedBytes } from '../bytes.ts';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of one leaf. The prefixes keep a leaf from being taken for a node (RFC 6962, section 2.1). */
export function leafHash(sha256: HashBytes, leaf: Uint8Array): Uint8Array {
  return sha256(joinedBytes(LEAF, leaf));
}

export function nodeHash(sha256: HashBytes, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(joinedBytes(NODE, left, right));
}
