import { Judgement } from '../run/judgement.ts';
import type { RunFiles } from '../run/run-files.ts';
import type { RunInput } from '../run/run-input.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import { worstVerdict } from './finding.ts';
import { findingsOf } from './findings.ts';
import { checkIntegrity, type Integrity } from './check-integrity.ts';
import { heldSeconds } from './judge-hold.ts';
import { measureRun } from './measure-run.ts';
import { measuredOf, NOTHING_MEASURED, text } from './measured-parts.ts';
import { detectedAt } from './detected-at.ts';
import { type RunFacts, readRun } from './run-facts.ts';
import type { Sha256 } from './check-seal.ts';
import {
  capByIntegrity,
  judgeParts,
  judgeWithoutObjectives,
  type PartFindings,
  reasonsOf,
} from './judge-parts.ts';

/**
 * Judges a run by its raw files alone: the same files give the same judgement, anywhere and at any time. What is
 * missing or broken makes verdicts inconclusive, with the reason; it is never an exception.
 * @throws RangeError when not even a record is there: then there is no run to judge.
 */
export function judgeRun(files: RunFiles, sha256: Sha256): Judgement {
  if (files.texts['record.ndjson'] === undefined) {
    throw new RangeError(`${files.directory} holds no record.ndjson: it is no run's directory`);
  }
  const facts = readRun(files);
  const integrity = checkIntegrity(files, facts, sha256);
  const input = facts.outcome('RecordObjectives')?.input ?? null;
  const run = input && integrity.broken.length === 0 ? measureRun(input, facts) : null;
  const judged = input && run ? judgeParts(input, run, facts) : judgeWithoutObjectives(facts);
  const parts = capByIntegrity(judged, integrity);
  // Parsed, so that the fields stand in the schema's order: the same judgement is the same bytes.
  return Judgement.parse({
    schemaVersion: SCHEMA_VERSION,
    ...identityOf(input, files, facts),
    ...verdictsOf(parts),
    ...(input && run ? measuredOf(input, run, facts) : NOTHING_MEASURED),
    declaredAt: text(facts.enteredAt('DeclareFailover')),
    detectedAt: text(detectedAt(facts)),
    hold: input && { plannedSeconds: input.holdSeconds, heldSeconds: heldSeconds(facts) },
    findings: [...integrityFindings(integrity), ...findingsOf(run, facts)],
    directory: files.directory,
  });
}

function verdictsOf(parts: PartFindings): Pick<Judgement, 'verdicts' | 'reasons'> {
  const { drill, rto, rpo, data, hold, cleanup } = parts;
  const verdicts = {
    drill: drill.verdict,
    rto: rto.verdict,
    rpo: rpo.verdict,
    data: data.verdict,
    hold: hold.verdict,
    cleanup: cleanup.verdict,
  };
  return {
    verdicts: { overall: worstVerdict(Object.values(verdicts)), ...verdicts },
    reasons: reasonsOf(parts),
  };
}

/** Without recorded objectives the scope is not known: then the weakest is claimed, which is a rehearsal's. */
function identityOf(input: RunInput | null, { directory, texts }: RunFiles, facts: RunFacts) {
  if (input) {
    const { run, kind, target, scope, plan } = input;
    return { run, kind, target, scope, plan: plan.name };
  }
  return {
    run: facts.outcome('AcquireLock')?.owner.split(':').at(-1) ?? directory,
    kind: 'failover',
    target: 'sandbox',
    scope: 'rehearsal',
    plan: /^name:\s*["']?([^"'\s]+)/m.exec(texts['plan.yaml'] ?? '')?.[1] ?? 'unknown',
  } as const;
}

function integrityFindings({ broken, unsealed }: Integrity): readonly string[] {
  return [
    ...broken.map((problem) => `The files are not those of the run: ${problem}.`),
    ...(unsealed ? ['The record was never sealed: nobody vouches for the files.'] : []),
  ];
}
