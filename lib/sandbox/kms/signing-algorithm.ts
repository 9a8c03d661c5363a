/** The one of ECC_NIST_P256 (KMS Developer Guide, "Key spec reference"). */
export const SIGNING_ALGORITHM = 'ECDSA_SHA_256';
export const SIGNING_KEY_SPEC = 'ECC_NIST_P256';
