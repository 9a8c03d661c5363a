import type { HashBytes } from '../bytes.ts';
import type { OwnHistory } from '../corroboration/own-history.ts';
import type { OwnTrail } from '../corroboration/own-trail.ts';
import type { CheckpointNote, SignedCheckpoint } from '../log/checkpoint.ts';
import type { VerifyEd25519, VerifySignature } from '../log/verify-signature.ts';
import type { WitnessKey } from '../log/witness-key.ts';
import type { TimeStamp } from '../evidence/time-stamp.ts';
import type { RunFacts } from '../judge/run-facts.ts';
import type { Judgement } from '../run/judgement.ts';
import type { StampCheck } from './check-stamps.ts';

/** A public key that whoever verifies has from somewhere else than from the evidence. */
export interface TrustedKey {
  /** SHA-256 of `spki` in lower-case hexadecimal. */
  readonly keyId: string;
  /** SubjectPublicKeyInfo, DER, of a key on P-256. */
  readonly spki: Uint8Array;
}

/** Who verifies: what they can compute, and what they know. */
export interface Verifier {
  readonly sha256: HashBytes;
  readonly verify: VerifySignature;
  readonly verifyEd25519: VerifyEd25519;
  /** Reports by file extension, as this version renders them. */
  readonly render: (judgement: Judgement, facts: RunFacts) => Readonly<Record<string, string>>;
  /** As a run's record has it: the number, and the commit. */
  readonly toolVersion: string;
  readonly trusted: readonly TrustedKey[];
  /** Certificates (PEM) of time-stamp authorities that are trusted; none for none. */
  readonly authorities: readonly string[];
  readonly checkTimeStamp: (stamp: TimeStamp, authorities: readonly string[]) => StampCheck;
  /** A checkpoint that was kept from before; null for none. */
  readonly since: SignedCheckpoint | null;
  /** Texts of the log's leaves from the first on, as they were exported; null for none. */
  readonly log: readonly string[] | null;
  /** What the account's own trail told whoever verifies; null for none. */
  readonly trail: OwnTrail | null;
  /** What Step Functions told whoever verifies of the run's executions; null for none. */
  readonly history: readonly OwnHistory[] | null;
  /** Whose cosignatures count. */
  readonly witnesses: readonly WitnessKey[];
  /** A checkpoint that witnesses have signed as well; null for none. */
  readonly cosigned: CheckpointNote | null;
}
