import * as z from 'zod';
import { base64, fromBase64 } from '../bytes.ts';
import { canonicalJson, readCanonical } from '../canonical-json.ts';
import { SCHEMA_VERSION, schemaVersion } from '../stored.ts';

const index = z.int().nonnegative().max(999_999_999_999);
const PlacedLeaf = z.strictObject({
  index,
  /** The leaf's own text. */
  leaf: z.string(),
  /** Hashes from its sibling to the root, in base64. */
  path: z.array(z.base64()),
});

/** Where a run stands in the log, and the way from there to the root of the checkpoint beside it. */
export const ProofFile = z.strictObject({
  schemaVersion,
  origin: z.string(),
  treeSize: index,
  /** Null where a real failover was logged only when it had ended. */
  start: PlacedLeaf.nullable(),
  end: PlacedLeaf,
});

export type ProofFile = z.infer<typeof ProofFile>;
export type PlacedLeaf = z.infer<typeof PlacedLeaf>;

const HASH_BYTES = 32;

export function proofText(proof: Omit<ProofFile, 'schemaVersion'>): string {
  return canonicalJson({ schemaVersion: SCHEMA_VERSION, ...proof });
}

/** Null for every text that `proofText` does not write. */
export function parseProof(text: string): ProofFile | null {
  const data = readCanonical(ProofFile, text);
  const hashes = data ? [data.start, data.end].flatMap((placed) => placed?.path ?? []) : [];
  return data && hashes.every((hash) => fromBase64(hash)?.length === HASH_BYTES) ? data : null;
}

export function pathText(path: readonly Uint8Array[]): string[] {
  return path.map(base64);
}

export function pathOf({ path }: PlacedLeaf): readonly Uint8Array[] {
  return path.flatMap((hash) => fromBase64(hash) ?? []);
}
