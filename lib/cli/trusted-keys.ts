import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { TrustedKey } from '../domain/verify/verifier.ts';
import { UsageError } from './usage-error.ts';

const PEM = /-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g;

export function sha256Bytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}

/** The public keys of a PEM file, one or several. @throws UsageError for a file without one, or with another kind of key */
export async function readTrustedKeys(path: string, option = '--trust'): Promise<readonly TrustedKey[]> {
  const named = `${option} ${path}`;
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`${named}: cannot be read; name a PEM file with public keys`, { cause });
  });
  const keys = [...text.matchAll(PEM)].map(([pem]) => trustedKey(named, pem));
  if (keys.length > 0) return keys;
  throw new UsageError(
    `${named}: holds no public key; expected "-----BEGIN PUBLIC KEY-----" and what follows`,
  );
}

function trustedKey(named: string, pem: string): TrustedKey {
  const key = readKey(named, pem);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    const kind = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType;
    throw new UsageError(`${named}: expected keys on P-256; found one of ${kind}`);
  }
  const spki = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
  return { keyId: Buffer.from(sha256Bytes(spki)).toString('hex'), spki };
}

function readKey(named: string, pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new UsageError(`${named}: holds a public key that cannot be read`, { cause });
  }
}

/** Checks ECDSA signatures; each key is read once, however many it has signed. */
export function makeVerify(): (spki: Uint8Array, data: Uint8Array, signature: Uint8Array) => boolean {
  const read = new WeakMap<Uint8Array, KeyObject>();
  return (spki, data, signature) => {
    const key = read.get(spki) ?? createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    read.set(spki, key);
    return verify('sha256', data, key, signature);
  };
}
