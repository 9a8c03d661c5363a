import { p256 } from '@noble/curves/nist.js';
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A key of ECC_NIST_P256. */
export interface SigningKey {
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Uint8Array;
  /** ECDSA over a digest of 32 bytes: DER, with whichever S comes out, and another one each time, as from KMS. */
  sign(digest: Uint8Array): Uint8Array;
}

/** Node's own signing always hashes; KMS also signs a digest that somebody else made. */
export function openSigningKey(file: string): SigningKey {
  const key = createPrivateKey(pemIn(file));
  const secret = secretOf(key);
  return {
    spki: createPublicKey(key).export({ type: 'spki', format: 'der' }),
    sign: (digest) =>
      p256.sign(digest, secret, {
        prehash: false,
        lowS: false,
        format: 'der',
        extraEntropy: randomBytes(32),
      }),
  };
}

function secretOf(key: KeyObject): Uint8Array {
  return Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
}

/** Its public half beside it, for whoever is to trust it. */
export function publicKeyFile(file: string): string {
  return file.replace(/\.pem$/, '.public.pem');
}

/**
 * Puts a new key where the one of a file was, in one instant. Answers the file that the former one's public half is kept
 * in; its private half is gone, so that nobody can steal it.
 */
export function rotateSigningKey(file: string): string {
  const { spki } = openSigningKey(file);
  const name = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  const former = publicKeyFile(file.replace(/\.pem$/, `.${name}.pem`));
  writeFileSync(former, publicPem(file));
  renameSync(draftOf(file), file);
  writeFileSync(publicKeyFile(file), publicPem(file));
  return former;
}

/** Two that make the file at once agree on one of the two keys: it is linked into place, whole, by the first. */
function pemIn(file: string): string {
  if (!existsSync(file)) {
    const draft = draftOf(file);
    linkUnlessThere(draft, file);
    rmSync(draft);
    writeFileSync(publicKeyFile(file), publicPem(file));
  }
  return readFileSync(file, 'utf8');
}

/** A new private key beside the file that it is for. */
function draftOf(file: string): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(draft, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return draft;
}

function publicPem(file: string): string {
  return createPublicKey(readFileSync(file, 'utf8')).export({ type: 'spki', format: 'pem' }).toString();
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
