/** The KMS key of each site's region that signs evidence: of ECC_NIST_P256, and asked for by its alias. */
export const EVIDENCE_KEY = 'alias/muster-evidence';
