import { KMSClient } from '@aws-sdk/client-kms';
import { EVIDENCE_KEY } from '../domain/evidence/evidence-key.ts';
import type { Signer } from '../ports/signer.ts';
import { patientOptions, REQUEST_LIMIT_MS } from './client-options.ts';
import { makeKmsSigner } from './kms-signer.ts';
import type { Account } from './site-access.ts';

/** The key that a region's evidence is signed with, as the command line reaches it. */
export function accessSigner({ endpoint, credentials }: Account, region: string): Signer & { close(): void } {
  const kms = new KMSClient({ ...patientOptions(region), endpoint, credentials });
  const signer = makeKmsSigner(kms, { key: EVIDENCE_KEY, limitMs: REQUEST_LIMIT_MS });
  return { ...signer, close: () => kms.destroy() };
}
