import type { FailoverInput } from '../run/failover-input.ts';
import { FailoverJudgement } from '../run/failover-judgement.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import { RULES_VERSION } from './judge-rules.ts';
import { declaredAt } from './declared-at.ts';
import { detectedAt } from './detected-at.ts';
import { inconclusive, worstOf } from './finding.ts';
import { findingsOf } from './findings.ts';
import { judgeCleanup } from './judge-cleanup.ts';
import { judgeData } from './judge-data.ts';
import { judgeDrill, judgeFailure } from './judge-drill.ts';
import { heldSeconds, judgeHold } from './judge-hold.ts';
import { capByIntegrity, type Parts, verdictsOf } from './judge-parts.ts';
import { judgeRpo } from './judge-rpo.ts';
import { judgeRto } from './judge-rto.ts';
import { judgeTurnedBack } from './judge-turned-back.ts';
import { measureRun, type RunMeasurement } from './measure-run.ts';
import { measuredOf, NOTHING_MEASURED, text } from './measured-parts.ts';
import { identityOf, integrityFindings, type RunEvidence } from './run-evidence.ts';
import { inputOf, type RunFacts } from './run-facts.ts';
import { turnedBack } from './turned-back.ts';

type FailoverParts = Parts<'drill' | 'rto' | 'rpo' | 'data' | 'hold' | 'cleanup'>;

/** What a failover came to: recovery time and point from what a client saw, and whether it was one at all. */
export function judgeFailover(evidence: RunEvidence): FailoverJudgement {
  const { files, facts, integrity } = evidence;
  const input = inputOf(facts, 'failover');
  const run = input && integrity.broken.length === 0 ? measureRun(input, facts) : null;
  const judged = input && run ? judgeParts(input, run, facts) : judgeWithoutObjectives(facts);
  // Parsed, so that the fields stand in the schema's order: the same judgement is the same bytes.
  return FailoverJudgement.parse({
    schemaVersion: SCHEMA_VERSION,
    rules: RULES_VERSION,
    ...identityOf(input, evidence),
    ...verdictsOf(capByIntegrity(judged, integrity)),
    ...(input && run ? measuredOf(input, run, facts) : NOTHING_MEASURED),
    declaredAt: text(declaredAt(facts)),
    detectedAt: text(detectedAt(facts)),
    hold: input && { plannedSeconds: input.holdSeconds, heldSeconds: heldSeconds(facts) },
    findings: [...integrityFindings(evidence), ...findingsOf(turnedBack(facts) === null ? run : null, facts)],
    directory: files.directory,
  });
}

/** Judges a run whose objectives are on record. */
function judgeParts(input: FailoverInput, run: RunMeasurement, facts: RunFacts): FailoverParts {
  const back = turnedBack(facts);
  if (back !== null) return { ...judgeTurnedBack(back, facts), cleanup: judgeCleanup(facts) };
  return {
    drill: judgeDrill(input, run, facts),
    rto: judgeRto(input, run, facts),
    rpo: judgeRpo(input, run),
    data: judgeData(input, run, facts),
    hold: judgeHold(input, run, facts),
    cleanup: judgeCleanup(facts),
  };
}

/** A run that ended before its objectives were recorded: there is nothing to hold a measurement against. */
function judgeWithoutObjectives(facts: RunFacts): FailoverParts {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  return { drill, rto: nothing, rpo: nothing, data: nothing, hold: nothing, cleanup: judgeCleanup(facts) };
}
