import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { joinedBytes } from '../domain/bytes.ts';
import type { VerifyEd25519 } from '../domain/log/verify-signature.ts';
import { parseWitnessKey, type WitnessKey } from '../domain/log/witness-key.ts';
import { sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';

/** What stands before the 32 bytes of an Ed25519 key in its SPKI (RFC 8410, section 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

export const verifyEd25519: VerifyEd25519 = (publicKey, data, signature) => {
  const spki = Buffer.from(joinedBytes(SPKI_HEAD, publicKey));
  return verify(null, data, createPublicKey({ key: spki, format: 'der', type: 'spki' }), signature);
};

/** The last 32 bytes of an Ed25519 key's SPKI, which are the key. */
export function rawPublicKey(spki: Uint8Array): Uint8Array {
  return spki.slice(SPKI_HEAD.length);
}

/** The witnesses of a file, one key a line; lines with # in front are remarks. @throws UsageError */
export async function readWitnessKeys(path: string): Promise<readonly WitnessKey[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`--witness ${path}: cannot be read; name a file with keys of witnesses`, { cause });
  });
  const lines = text.split('\n').map((line) => line.trim());
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => keyOf(path, line));
  if (keys.length > 0) return keys;
  throw new UsageError(`--witness ${path}: holds no key; expected lines such as NAME+HINT+KEY`);
}

function keyOf(path: string, line: string): WitnessKey {
  const key = parseWitnessKey(sha256Bytes, line);
  if (key) return key;
  throw new UsageError(
    `--witness ${path}: "${line}" is no key of a witness; expected NAME+HINT+KEY of an Ed25519 cosigner`,
  );
}
