import { isNormalSignature } from '../evidence/ecdsa-signature.ts';
import type { Finding } from './finding.ts';
import type { TrustedKey, Verifier } from './verifier.ts';

export interface SignedFile {
  readonly file: string;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
  /** How the file names its key. */
  readonly key: string;
  readonly isKey: (key: TrustedKey) => boolean;
}

/** Whether a trusted key signed just that, in the one form that a signature has. */
export function checkSignature(verifier: Verifier, signed: SignedFile): readonly Finding[] {
  const { file, data, signature } = signed;
  const keys = verifier.trusted.filter(signed.isKey);
  if (keys.length === 0) {
    const says =
      verifier.trusted.length === 0
        ? `signed by the key ${signed.key}, and no key was said to be trusted`
        : `signed by the key ${signed.key}, which is none of the trusted ones`;
    return [{ kind: 'no-trusted-key', file, says }];
  }
  const right = keys.some(({ spki }) => verifier.verify(spki, data, signature));
  const wrong: Finding = {
    kind: 'signature-wrong',
    file,
    says: `the key ${signed.key} did not sign what stands here`,
  };
  const other: Finding = {
    kind: 'not-in-one-form',
    file,
    says: 'the signature is not strict DER with the lower s',
  };
  return [...(right ? [] : [wrong]), ...(isNormalSignature(signature) ? [] : [other])];
}
