import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseProof } from '../evidence/proof-file.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import {
  type CheckpointNote,
  parseCheckpoint,
  type SignedCheckpoint,
  type TreeHead,
} from '../log/checkpoint.ts';
import { checkLoggedElsewhere } from './check-logged-elsewhere.ts';
import { ownLog } from './own-log.ts';
import type { Verifier } from './verifier.ts';
import { NOBODY, type Verification, verifyRun } from './verify-run.ts';

/** What whoever verifies knows of the logs of several regions. */
export interface KnownLogs {
  /** Texts of each one's leaves from the first on; none of them begins with another. */
  readonly logs: readonly (readonly string[])[];
  /** Checkpoints that were kept from before, of each log one at most. */
  readonly since: readonly SignedCheckpoint[];
  /** Checkpoints that witnesses have signed as well, of each log one at most. */
  readonly cosigned: readonly CheckpointNote[];
}

/** Who verifies runs of more regions than one. */
export type VerifierOfLogs = Omit<Verifier, keyof KnownLogs | 'log'> & KnownLogs;

/** Verifies a run's directory as `verifyRun` does, against the log that holds it and what is known of that one. */
export function verifyInLogs(verifier: VerifierOfLogs, contents: RunContents): Verification {
  const { logs, since, cosigned } = verifier;
  const { log, others, findings } = ownLog(logs, logs.length > 1 ? proofIn(contents) : null);
  const isChoice = since.length > 1 || cosigned.length > 1;
  const origin = isChoice ? originIn(contents) : null;
  const own = { log, since: ofLog(since, origin), cosigned: ofLog(cosigned, origin) };
  const found = verifyRun({ ...verifier, ...own }, contents);
  const more = [...findings, ...(found.says ? checkLoggedElsewhere(others, found.says.run) : [])];
  return more.length === 0 ? found : { ...found, ...NOBODY, findings: [...found.findings, ...more] };
}

/** Where none is of that log the first is held against it, which says so. */
function ofLog<Head extends { readonly checkpoint: TreeHead }>(
  heads: readonly Head[],
  origin: string | null,
): Head | null {
  return heads.find(({ checkpoint }) => checkpoint.origin === origin) ?? heads[0] ?? null;
}

function proofIn(contents: RunContents) {
  return parseProof(textIn(contents, EVIDENCE_FILES.proof));
}

function originIn(contents: RunContents): string | null {
  return parseCheckpoint(textIn(contents, EVIDENCE_FILES.checkpoint))?.checkpoint.origin ?? null;
}
