import {
  GetPublicKeyCommand,
  type GetPublicKeyCommandOutput,
  type KMSClient,
  SignCommand,
} from '@aws-sdk/client-kms';
import { createHash } from 'node:crypto';
import { hex } from '../domain/bytes.ts';
import { normalSignature } from '../domain/evidence/ecdsa-signature.ts';
import { RegionUnreachable, SignatureRefused, ThrottledUnknown } from '../domain/failure.ts';
import type { Signer, SigningKey } from '../ports/signer.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';

interface KeyPlace {
  /** Alias, id or ARN of a key of ECC_NIST_P256. */
  readonly key: string;
  /** The time-out of the client. */
  readonly limitMs: number;
}

interface FoundKey {
  readonly arn: string;
  readonly own: SigningKey;
}

/**
 * Signs with KMS: what leaves for it is the digest, so that there is no limit to the size of what is signed. One signer is
 * one key: whichever the name led to when it was first asked for, also when an alias is moved to another one meanwhile.
 * @throws SignatureRefused where the key is missing, disabled, of another kind, or not ours to use
 */
export function makeKmsSigner(kms: KMSClient, { key, limitMs }: KeyPlace): Signer {
  const ask = <T>(call: () => Promise<T>) =>
    callAwsAgain(key, call, limitMs).catch((error: unknown) => {
      if (error instanceof ThrottledUnknown || error instanceof RegionUnreachable) throw error;
      throw new SignatureRefused({ subject: key, seen: errorName(error), limit: USABLE, cause: error });
    });
  let known: Promise<FoundKey> | undefined;
  const found = () => {
    known ??= ask(() => kms.send(new GetPublicKeyCommand({ KeyId: key })))
      .then((answer) => foundKey(key, answer))
      .catch((error: unknown) => {
        known = undefined;
        throw error;
      });
    return known;
  };
  return {
    key: async () => (await found()).own,
    sign: async (data) => {
      const command = new SignCommand({
        KeyId: (await found()).arn,
        Message: createHash('sha256').update(data).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      const { Signature = new Uint8Array() } = await ask(() => kms.send(command));
      const normal = normalSignature(Signature);
      if (normal) return normal;
      throw new SignatureRefused({
        subject: key,
        seen: hex(Signature),
        limit: 'an ECDSA signature on P-256',
      });
    },
  };
}

/** @throws SignatureRefused */
function foundKey(key: string, { KeyId, PublicKey, KeySpec }: GetPublicKeyCommandOutput): FoundKey {
  if (!PublicKey || !KeyId || KeySpec !== 'ECC_NIST_P256')
    throw new SignatureRefused({ subject: key, seen: KeySpec ?? 'no public key', limit: USABLE });
  const keyId = hex(createHash('sha256').update(PublicKey).digest());
  return { arn: KeyId, own: { keyId, spki: PublicKey } };
}

const USABLE = 'an enabled key of ECC_NIST_P256 for signing that may be used';
