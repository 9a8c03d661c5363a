/**
 * Whether a signature is ECDSA on P-256 over SHA-256 of the data; false also for what is no key or no signature. `spki`:
 * SubjectPublicKeyInfo, DER.
 */
export type VerifySignature = (spki: Uint8Array, data: Uint8Array, signature: Uint8Array) => boolean;

/** The same for Ed25519, of a key of 32 bytes and a signature of 64. */
export type VerifyEd25519 = (publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array) => boolean;
