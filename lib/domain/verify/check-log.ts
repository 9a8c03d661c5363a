import { sameBytes, utf8, utf8Text } from '../bytes.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseProof, pathOf, type PlacedLeaf, type ProofFile } from '../evidence/proof-file.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import {
  keyHintOf,
  parseCheckpoint,
  signedBytes,
  type SignedCheckpoint,
  type TreeHead,
} from '../log/checkpoint.ts';
import { inclusionRoot } from '../log/inclusion-root.ts';
import { leafHash } from '../log/tree-hash.ts';
import { checkLeaves, type SignedDrill } from './check-leaves.ts';
import { checkSignature } from './check-signature.ts';
import { checkSince } from './check-since.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

const { proof: PROOF, checkpoint: CHECKPOINT } = EVIDENCE_FILES;

/** Whether the run's start and end are in the log that the checkpoint is of, and say what the statement says. */
export function checkLog(
  verifier: Verifier,
  contents: RunContents,
  drill: SignedDrill | null,
): readonly Finding[] {
  const signed = readAs(contents, CHECKPOINT, parseCheckpoint);
  const proof = readAs(contents, PROOF, parseProof);
  const head = signed.read?.checkpoint ?? null;
  return [
    ...signed.findings,
    ...proof.findings,
    ...(signed.read ? checkNote(verifier, CHECKPOINT, signed.read) : []),
    ...(verifier.since ? checkNote(verifier, '--since', verifier.since) : []),
    ...(head ? checkSince(verifier, CHECKPOINT, head) : []),
    ...(head && proof.read ? checkPlaces(verifier, proof.read, head) : []),
    ...(drill && proof.read ? checkLeaves(proof.read, drill) : []),
  ];
}

function readAs<T>(contents: RunContents, file: string, parse: (text: string) => T | null) {
  const bytes = contents.get(file);
  // That it is missing is said where files are counted.
  if (!bytes) return { read: null, findings: [] };
  const read = parse(utf8Text(bytes) ?? '');
  const other: Finding = { kind: 'not-in-one-form', file, says: 'is not in the form in which it is written' };
  return { read, findings: read ? [] : [other] };
}

function checkNote(verifier: Verifier, file: string, signed: SignedCheckpoint): readonly Finding[] {
  const { checkpoint, keyHint, signature } = signed;
  return checkSignature(verifier, {
    file,
    data: signedBytes(checkpoint),
    signature,
    key: `${keyHint}…`,
    isKey: ({ spki }) => keyHintOf(verifier.sha256, spki) === keyHint,
  });
}

function checkPlaces(verifier: Verifier, proof: ProofFile, head: TreeHead): readonly Finding[] {
  if (head.origin !== proof.origin) {
    const says = `is of the log ${proof.origin}; the checkpoint is of ${head.origin}`;
    return [{ kind: 'not-in-log', file: PROOF, says }];
  }
  if (head.size < proof.treeSize) {
    const says = `is of ${head.size} leaves; the run was proven to be in the log with ${proof.treeSize}`;
    return [{ kind: 'checkpoint-replayed', file: CHECKPOINT, says }];
  }
  if (head.size > proof.treeSize) {
    const says = `leads to the log with ${proof.treeSize} leaves; the checkpoint is of ${head.size}`;
    return [{ kind: 'not-in-log', file: PROOF, says }];
  }
  return [proof.start, proof.end].flatMap((placed) => (placed ? checkPath(verifier, placed, head) : []));
}

function checkPath({ sha256 }: Verifier, placed: PlacedLeaf, { size, root }: TreeHead): readonly Finding[] {
  const { index, leaf } = placed;
  const found = inclusionRoot(sha256, { index, size, hash: leafHash(sha256, utf8(leaf)) }, pathOf(placed));
  if (found && sameBytes(found, root)) return [];
  const says = `leaf ${index} does not lead to the root of the checkpoint`;
  return [{ kind: 'not-in-log', file: PROOF, says }];
}
