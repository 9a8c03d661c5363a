import * as z from 'zod';
import { canonicalJson, readCanonical } from '../canonical-json.ts';
import { fromHex, type HashBytes, hex, sameBytes, utf8 } from '../bytes.ts';
import { schemaVersion, SCHEMA_VERSION } from '../stored.ts';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.ts';
import { extended, type Frontier, isFrontier, rootOf } from './frontier.ts';
import { type LogLeaf, parseLeaf, sha256Text } from './log-leaf.ts';
import { leafHash } from './tree-hash.ts';

const StoredEntry = z.strictObject({
  schemaVersion,
  index: z.int().nonnegative(),
  leaf: z.string(),
  frontier: z.array(sha256Text),
  checkpoint: z.string(),
});

/** One entry of a log with all that follows from it: it was appended wholly, or not at all. */
export interface LogEntry {
  readonly index: number;
  readonly leaf: LogLeaf;
  readonly text: string;
  readonly hash: Uint8Array;
  /** The tree that ends with this leaf. */
  readonly frontier: Frontier;
  readonly signed: SignedCheckpoint;
  readonly note: string;
}

export function entryText({
  index,
  text,
  frontier,
  note,
}: Omit<LogEntry, 'leaf' | 'hash' | 'signed'>): string {
  return canonicalJson({
    schemaVersion: SCHEMA_VERSION,
    index,
    leaf: text,
    frontier: frontier.hashes.map(hex),
    checkpoint: note,
  });
}

/**
 * Reads a stored entry, and whether it agrees with itself: the place it lies at, its leaf, its tree and its checkpoint.
 * Null where it does not. Whether the signature is right is for whoever has the keys.
 */
export function parseEntry(sha256: HashBytes, index: number, text: string): LogEntry | null {
  const data = readCanonical(StoredEntry, text);
  const leaf = data ? parseLeaf(data.leaf) : null;
  const signed = data ? parseCheckpoint(data.checkpoint) : null;
  if (data?.index !== index || !leaf || !signed) return null;
  const frontier = { size: index + 1, hashes: data.frontier.map(fromHex) };
  const agrees =
    isFrontier(frontier) &&
    signed.checkpoint.size === frontier.size &&
    sameBytes(signed.checkpoint.root, rootOf(sha256, frontier));
  const hash = leafHash(sha256, utf8(data.leaf));
  return agrees ? { index, leaf, text: data.leaf, hash, frontier, signed, note: data.checkpoint } : null;
}

/** Whether an entry's tree is the one before it with its own leaf added: neither was replaced. */
export function follows(sha256: HashBytes, before: Frontier, { frontier, hash }: LogEntry): boolean {
  const expected = extended(sha256, before, hash);
  return sameBytes(rootOf(sha256, expected), rootOf(sha256, frontier));
}
