import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { normalSignature } from '../../lib/domain/evidence/ecdsa-signature.ts';
import type { Signer, SigningKey } from '../../lib/ports/signer.ts';

export const sha256Bytes = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

/** Whether a signature is over the data, as node:crypto sees it. */
export function verifyBytes(spki: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  return verify('sha256', data, key, signature);
}

export interface FakeSigner extends Signer {
  readonly own: SigningKey;
  /** The public key as a PEM file has it. */
  readonly pem: string;
  /** How often it was asked to sign. */
  signed(): number;
}

/** Signs with a key of its own, in this process. */
export function makeFakeSigner({ privateKey, publicKey } = newKey()): FakeSigner {
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const own = { keyId: Buffer.from(sha256Bytes(spki)).toString('hex'), spki };
  let signed = 0;
  return {
    own,
    pem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    key: async () => own,
    sign: async (data) => {
      signed += 1;
      return normalSignature(sign('sha256', data, privateKey)) ?? new Uint8Array();
    },
    signed: () => signed,
  };
}

function newKey(): { privateKey: KeyObject; publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
