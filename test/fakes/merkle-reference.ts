import { sha256Bytes } from './fake-signer.ts';

/** MTH of RFC 6962, section 2.1, as it is written there: what the trees of the log are held against. */
export function referenceRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (!only) return sha256Bytes(new Uint8Array());
  if (leaves.length === 1) return sha256Bytes(Buffer.concat([Uint8Array.of(0), only]));
  let middle = 1;
  while (middle * 2 < leaves.length) middle *= 2;
  const [left, right] = [referenceRoot(leaves.slice(0, middle)), referenceRoot(leaves.slice(middle))];
  return sha256Bytes(Buffer.concat([Uint8Array.of(1), left, right]));
}
