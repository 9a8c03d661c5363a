/** A public key by which others check: ECDSA on P-256. */
export interface SigningKey {
  /** SHA-256 of `spki` in lower-case hexadecimal. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** Signs with the site's own key; the private half never leaves it. */
export interface Signer {
  /** The key that signs. */
  key(): Promise<SigningKey>;
  /** ECDSA over SHA-256 of `data`: strict DER, low S. */
  sign(data: Uint8Array): Promise<Uint8Array>;
}
