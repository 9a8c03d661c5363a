import { bundleFromJSON, bundleToJSON, isBundleWithDsseEnvelope, toDSSEBundle } from '@sigstore/bundle';
import { dsse } from '@sigstore/core';
import { canonicalJson, parsedJson } from '../canonical-json.ts';

/** What a statement is, for whoever reads an envelope. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** One statement with its one signature. */
export interface SignedPayload {
  /** The statement's bytes. */
  readonly payload: Uint8Array;
  /** Over `signedEncoding(payload)`. */
  readonly signature: Uint8Array;
  readonly keyId: string;
  /** An authority's stamp on the signature, as `normalTimeStamp` answers it; null where none was asked for, or none came. */
  readonly stamp: Uint8Array | null;
}

/** What is signed in a DSSE envelope: the payload, and what it is said to be. */
export function signedEncoding(payload: Uint8Array): Uint8Array {
  return new Uint8Array(dsse.preAuthEncoding(PAYLOAD_TYPE, Buffer.from(payload)));
}

/** A Sigstore bundle v0.3 in its canonical form. */
export function bundleText({ payload, signature, keyId, stamp }: SignedPayload): string {
  const bundle = toDSSEBundle({
    artifact: Buffer.from(payload),
    artifactType: PAYLOAD_TYPE,
    signature: Buffer.from(signature),
    keyHint: keyId,
  });
  if (stamp) {
    const rfc3161Timestamps = [{ signedTimestamp: Buffer.from(stamp) }];
    bundle.verificationMaterial.timestampVerificationData = { rfc3161Timestamps };
  }
  return canonicalJson(bundleToJSON(bundle));
}

/** Reads what `bundleText` wrote; null for every other text, also where it says the same in another form. */
export function parseBundle(text: string): SignedPayload | null {
  const read = readBundle(parsedJson(text));
  return read && bundleText(read) === text ? read : null;
}

function readBundle(value: unknown): SignedPayload | null {
  if (typeof value !== 'object' || value === null) return null;
  try {
    const bundle = bundleFromJSON(value);
    if (!isBundleWithDsseEnvelope(bundle)) return null;
    const { payload, signatures } = bundle.content.dsseEnvelope;
    const [signature] = signatures;
    if (!signature) return null;
    const stamps = bundle.verificationMaterial.timestampVerificationData?.rfc3161Timestamps ?? [];
    const stamp = stamps[0]?.signedTimestamp;
    return {
      payload: new Uint8Array(payload),
      signature: new Uint8Array(signature.sig),
      keyId: signature.keyid,
      stamp: stamp ? new Uint8Array(stamp) : null,
    };
  } catch {
    // The library throws at what is no bundle.
    return null;
  }
}
