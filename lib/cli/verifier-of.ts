import type { VerifierOfLogs } from '../domain/verify/verify-in-logs.ts';
import { renderReports } from '../report/render-reports.ts';
import { checkTimeStamp } from './time-stamp-authorities.ts';
import { makeVerify, sha256Bytes } from './trusted-keys.ts';
import { verifyEd25519 } from './witness-keys.ts';

/** What a verifier knows, and nothing that computes: it can be sent to a thread. */
export type VerifierKnowledge = Omit<
  VerifierOfLogs,
  'sha256' | 'verify' | 'verifyEd25519' | 'checkTimeStamp' | 'render'
>;

/** A verifier that computes with Node's cryptography, and renders reports as this version does. */
export function verifierOf(known: VerifierKnowledge): VerifierOfLogs {
  return {
    ...known,
    sha256: sha256Bytes,
    verify: makeVerify(),
    verifyEd25519,
    checkTimeStamp,
    render: renderReports,
  };
}
