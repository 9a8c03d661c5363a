import { onLeg } from '../../run/leg.ts';
import type { SwitchoverInput } from '../../run/switchover-input.ts';
import { SwitchoverJudgement } from '../../run/switchover-judgement.ts';
import { SCHEMA_VERSION } from '../../stored.ts';
import { RULES_VERSION } from '../judge-rules.ts';
import { type Finding, inconclusive, worstOf } from '../finding.ts';
import { judgeHeartbeat, judgeLeftovers, judgeUndone } from '../judge-cleanup.ts';
import { judgeFailure } from '../judge-drill.ts';
import { heldSeconds, holdOf, judgeHeld } from '../judge-hold.ts';
import { capByIntegrity, type Parts, verdictsOf } from '../judge-parts.ts';
import { identityOf, integrityFindings, type RunEvidence } from '../run-evidence.ts';
import { inputOf, type RunFacts } from '../run-facts.ts';
import { judgedLegs, lossOf, worstInterruption } from './judged-legs.ts';
import { judgeGap, judgeProtection, judgeSwitchoverDrill } from './judge-legs.ts';
import { judgeNothingLost } from './judge-nothing-lost.ts';
import { judgeReprotection } from './judge-reprotection.ts';
import { reprotectionOf } from './reprotection-of.ts';
import { judgeRoles } from './judge-roles.ts';
import { measureSwitchover, type SwitchoverMeasurement } from './measure-switchover.ts';
import { switchoverFindings } from './switchover-findings.ts';

type SwitchoverParts = Parts<'drill' | 'rpo' | 'gap' | 'data' | 'protection' | 'hold' | 'cleanup'>;

/** What a switchover came to: that nothing was lost in either direction, and for how long clients were interrupted. */
export function judgeSwitchover(evidence: RunEvidence): SwitchoverJudgement {
  const { files, facts, integrity } = evidence;
  const input = inputOf(facts, 'switchover');
  const run = input && integrity.broken.length === 0 ? measureSwitchover(input, facts) : null;
  const judged = input && run ? judgeParts(input, run, facts) : judgeWithoutObjectives(facts);
  return SwitchoverJudgement.parse({
    schemaVersion: SCHEMA_VERSION,
    rules: RULES_VERSION,
    ...identityOf(input, evidence),
    ...verdictsOf(capByIntegrity(judged, integrity)),
    rto: input && run && !input.reprotection ? worstInterruption(input, run) : null,
    rpo: input && run && lossOf(input, run),
    legs: input && run && !input.reprotection ? judgedLegs(input, run) : [],
    ...(input?.reprotection ? { reprotection: reprotectionOf(input, facts) } : {}),
    hold: input && { plannedSeconds: input.holdSeconds, heldSeconds: heldSeconds(facts) },
    servingSite: servingSite(input, facts),
    findings: [...integrityFindings(evidence), ...switchoverFindings(run, facts)],
    directory: files.directory,
  });
}

function judgeParts(input: SwitchoverInput, run: SwitchoverMeasurement, facts: RunFacts): SwitchoverParts {
  if (input.reprotection) return { ...judgeReprotection(input, run, facts), cleanup: judgeCleanup(facts) };
  return {
    drill: judgeSwitchoverDrill(input, run, facts),
    rpo: judgeNothingLost(run),
    gap: judgeGap(input, run),
    data: judgeRoles(run, facts),
    protection: judgeProtection(input, run),
    hold: judgeHold(input, run, facts),
    cleanup: judgeCleanup(facts),
  };
}

function judgeWithoutObjectives(facts: RunFacts): SwitchoverParts {
  const nothing = inconclusive('no objectives were recorded before the run ended');
  const drill = worstOf([...judgeFailure(facts), nothing]);
  const others = { rpo: nothing, gap: nothing, data: nothing, protection: nothing, hold: nothing };
  return { drill, ...others, cleanup: judgeCleanup(facts) };
}

/** From the state before it to its own end: meanwhile the old primary was replaced, under the same load. */
function judgeHold(input: SwitchoverInput, { legs }: SwitchoverMeasurement, facts: RunFacts): Finding {
  const databases = legs[0]?.databases ?? [];
  return judgeHeld(input, facts, {
    databases: databases.map(({ id, attempts, server }) => ({ id, attempts, server })),
    ...holdOf(facts),
  });
}

function judgeCleanup(facts: RunFacts): Finding {
  const settled = facts.outcome('SettleRoles');
  return worstOf([
    judgeLeftovers(facts.outcome('CleanUp')),
    settled ? judgeUndone(settled.experimentState) : inconclusive('how the roles were left is not on record'),
    judgeHeartbeat(facts),
  ]);
}

function servingSite(input: SwitchoverInput | null, facts: RunFacts): string | null {
  const settled = facts.outcome('SettleRoles');
  if (!input || !settled) return null;
  const { sites } = onLeg(input, 'there');
  return (settled.holds === 'there' ? sites.recovery : sites.primary).name;
}
