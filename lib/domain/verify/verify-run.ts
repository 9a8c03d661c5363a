import { hex, utf8Text } from '../bytes.ts';
import { DRILL_PREDICATE_TYPE, DrillPredicate } from '../evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseProof } from '../evidence/proof-file.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import { TEST_RESULT_TYPE } from '../evidence/test-result.ts';
import { PAGE_EDITIONS, verifyPage } from '../evidence/verify-page.ts';
import { planParts } from '../plan/plan-parts.ts';
import { parseCheckpoint } from '../log/checkpoint.ts';
import { type CheckedBundle, checkBundle } from './check-bundle.ts';
import { checkCorroboration, type CheckedCorroboration } from './check-corroboration.ts';
import { checkSubjects, checkUnsigned } from './check-files.ts';
import { checkHistory } from './check-history.ts';
import { checkKeys } from './check-keys.ts';
import type { SignedDrill } from './check-leaves.ts';
import { checkLog } from './check-log.ts';
import { checkLoggedOnce } from './check-logged-once.ts';
import { type CheckedNumbers, checkNumbers } from './check-numbers.ts';
import { checkRetention } from './check-retention.ts';
import { type CheckedStamps, checkStamps, type Dated } from './check-stamps.ts';
import { checkSignedNames } from './check-signed-names.ts';
import { checkWitness, type Witnessed } from './check-witness.ts';
import type { Finding } from './finding.ts';
import type { StoodFor } from './grade.ts';
import { holdNotes } from './hold-notes.ts';
import { startNotes } from './start-notes.ts';
import { unsignedTail } from './unsigned-tail.ts';
import type { Verifier } from './verifier.ts';

/** What was found of one run's evidence. */
export interface Verification {
  /** Empty where all of it holds. */
  readonly findings: readonly Finding[];
  /** What a reader should know and is no finding. */
  readonly notes: readonly string[];
  /** What the statement says of the run; null where none can be read. */
  readonly says: DrillPredicate | null;
  /** Which key it names; null as above. */
  readonly keyId: string | null;
  /** What records that Muster does not write say of it; null where none were collected. */
  readonly corroboration: CheckedCorroboration | null;
  readonly log: { readonly origin: string; readonly size: number; readonly end: number } | null;
  /** What others than the operator stand for; nothing where there are findings. */
  readonly stoodFor: StoodFor;
  /** Null where it is not witnessed. */
  readonly witnessed: Witnessed | null;
  /** Null where no authority that is trusted has stamped it. */
  readonly dated: Dated | null;
}

/** What holds of evidence that does not. */
export const NOBODY = {
  stoodFor: { corroborated: false, witnessed: false, kept: false, dated: false },
  witnessed: null,
  dated: null,
};

/**
 * Verifies a run's directory from its bytes alone: who signed it, that it is whole and nothing else, that its numbers
 * follow from its raw samples, and that its start and end are in the log.
 */
export function verifyRun(verifier: Verifier, contents: RunContents): Verification {
  const [drill, result] = checkBundles(verifier, contents);
  const predicate = DrillPredicate.safeParse(drill.signed?.statement.predicate).data ?? null;
  const numbers = checkNumbers(verifier, contents, {
    drill: drill.signed?.statement ?? null,
    result: result.signed?.statement ?? null,
  });
  const signed = predicate && signedDrill(verifier, drill, { predicate, ...numbers });
  const plan = numbers.plan ?? planParts(textIn(contents, 'plan.yaml'));
  const stamps = checkStamps(verifier, [drill, result], { predicate, plan });
  const others = { ...checkOthers(verifier, contents, predicate), stamps };
  const findings = distinct([
    ...drill.findings,
    ...result.findings,
    ...coveredFiles(verifier, contents, [drill, result]),
    ...signedNames([drill, result], numbers),
    ...checkUnsigned(contents),
    ...numbers.findings,
    ...Object.values(others).flatMap((checked) => checked?.findings ?? []),
    ...checkLog(verifier, contents, signed),
    ...keysInLog(verifier, contents, [drill, result]),
    ...(verifier.log && predicate ? checkLoggedOnce(verifier.log, predicate.run) : []),
    ...checkPage(contents, predicate, drill),
  ]);
  return {
    findings,
    notes: [
      ...notesOf([numbers, ...Object.values(others)]),
      ...startNotes(contents, predicate),
      ...(predicate ? holdNotes(verifier.log, predicate.run) : []),
      ...tailNote(verifier, contents),
    ],
    says: predicate,
    keyId: drill.signed?.keyId ?? null,
    corroboration: others.corroboration,
    log: logPlace(contents),
    ...(findings.length === 0 ? standingBy(others) : NOBODY),
  };
}

function signedDrill(
  { sha256 }: Verifier,
  { signed }: CheckedBundle,
  { predicate, sealedStatus }: Pick<SignedDrill, 'predicate' | 'sealedStatus'>,
): SignedDrill | null {
  return signed && { predicate, sealedStatus, statementSha256: hex(sha256(signed.payload)) };
}

/** What is not Muster's own word: records of the cloud, what keeps the files, who has seen the log. */
function checkOthers(verifier: Verifier, contents: RunContents, predicate: DrillPredicate | null) {
  return {
    corroboration: checkCorroboration(contents, predicate, verifier.trail),
    history: checkHistory(contents, verifier.history),
    retention: checkRetention(contents),
    witness: checkWitness(verifier, contents),
  };
}

function checkBundles(
  verifier: Verifier,
  contents: RunContents,
): readonly [drill: CheckedBundle, result: CheckedBundle] {
  const [drill, result] = [
    { file: EVIDENCE_FILES.drill, predicateType: DRILL_PREDICATE_TYPE },
    { file: EVIDENCE_FILES.testResult, predicateType: TEST_RESULT_TYPE },
  ];
  return [checkBundle(verifier, contents, drill), checkBundle(verifier, contents, result)];
}

function coveredFiles(
  { sha256 }: Verifier,
  contents: RunContents,
  [drill, result]: readonly [CheckedBundle, CheckedBundle],
): readonly Finding[] {
  const covered = [
    { bundle: EVIDENCE_FILES.drill, signed: drill.signed },
    { bundle: EVIDENCE_FILES.testResult, signed: result.signed },
  ];
  // Both cover the same files: each is hashed once.
  const digests = new Map([...contents].map(([name, bytes]) => [name, hex(sha256(bytes))]));
  return covered.flatMap(({ bundle, signed }) =>
    signed ? checkSubjects(digests, signed.statement, bundle) : [],
  );
}

function signedNames(bundles: readonly CheckedBundle[], { names }: CheckedNumbers): readonly Finding[] {
  return bundles.flatMap(({ signed }) => (signed ? checkSignedNames(signed.statement, names) : []));
}

function keysInLog(
  { log }: Verifier,
  contents: RunContents,
  [drill, result]: readonly [CheckedBundle, CheckedBundle],
): readonly Finding[] {
  const proof = parseProof(textIn(contents, EVIDENCE_FILES.proof));
  if (!log || !proof) return [];
  const used = [
    { file: EVIDENCE_FILES.drill, keyId: drill.signed?.keyId },
    { file: EVIDENCE_FILES.testResult, keyId: result.signed?.keyId },
  ];
  return checkKeys(
    log,
    proof,
    used.flatMap(({ file, keyId }) => (keyId === undefined ? [] : [{ file, keyId }])),
  );
}

function checkPage(
  contents: RunContents,
  predicate: DrillPredicate | null,
  { signed }: CheckedBundle,
): readonly Finding[] {
  const file = EVIDENCE_FILES.page;
  const bytes = contents.get(file);
  if (!bytes || !predicate || !signed) return [];
  const { keyId } = signed;
  const text = utf8Text(bytes);
  if (PAGE_EDITIONS.some((edition) => verifyPage({ predicate, keyId }, edition) === text)) return [];
  return [{ kind: 'not-in-one-form', file, says: 'is not the page that belongs to this run' }];
}

function standingBy({
  corroboration,
  witness: { witnessed },
  retention: { kept },
  stamps: { dated },
}: Others): Pick<Verification, 'stoodFor' | 'witnessed' | 'dated'> {
  const corroborated = corroboration?.corroborated === true;
  return {
    stoodFor: { corroborated, witnessed: witnessed !== null, kept, dated: dated !== null },
    witnessed,
    dated,
  };
}

type Others = ReturnType<typeof checkOthers> & { readonly stamps: CheckedStamps };

type Noted = { readonly notes: readonly string[] } | null;

function notesOf(parts: readonly Noted[]): readonly string[] {
  return parts.flatMap((part) => part?.notes ?? []);
}

/** Both statements cover the same files: what is wrong with one is said once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  const said = new Map(
    findings.map((finding) => [`${finding.kind} ${finding.file} ${finding.says}`, finding]),
  );
  return [...said.values()];
}

/** Whatever was found: a checkpoint that does not hold covers nothing, and is a finding. */
function tailNote({ log, since, cosigned }: Verifier, contents: RunContents): readonly string[] {
  const sizes = [logPlace(contents), since?.checkpoint, cosigned?.checkpoint].map((head) => head?.size ?? 0);
  return [unsignedTail(log, sizes) ?? []].flat();
}

function logPlace(contents: RunContents): Verification['log'] {
  const proof = parseProof(textIn(contents, EVIDENCE_FILES.proof));
  const signed = parseCheckpoint(textIn(contents, EVIDENCE_FILES.checkpoint));
  return proof && signed && { origin: proof.origin, size: signed.checkpoint.size, end: proof.end.index };
}
