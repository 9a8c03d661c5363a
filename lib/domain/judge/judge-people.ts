import type { StepEntry } from '../record/entry.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { isAdoptable } from '../run/adopted.ts';
import { plainName } from '../approval/plain-name.ts';
import { isPseudonym } from '../approval/pseudonym.ts';
import { lessThanPlanned } from '../approval/plan-approvals.ts';
import { readEvidenceScope } from '../plan/read-evidence-scope.ts';
import { failoverTargets, sameTargets } from '../approval/targets.ts';
import { RequestOutcome } from '../approval/request-outcome.ts';
import { type Finding, inconclusive } from './finding.ts';
import type { RunFacts } from './run-facts.ts';

/** What people have left open in a run: approvals that it had to have, and steps that they left out. */
export function judgePeople(input: FailoverInput, facts: RunFacts): readonly Finding[] {
  return [
    ...judgePlanned(input, facts),
    ...judgeApproval(input, facts),
    ...judgeDecisions(facts),
    ...judgeAdopted(input),
  ];
}

/** An approval counts for what the plan asks for: an input that asks for less was not approved according to it. */
function judgePlanned(input: FailoverInput, { planText }: RunFacts): readonly Finding[] {
  const weaker = lessThanPlanned(input, planText);
  if (!weaker)
    return input.scope === 'real' ? [inconclusive('the plan cannot be read for who has to approve it')] : [];
  return weaker.length > 0
    ? [inconclusive(`the run was not approved according to its plan: ${weaker.join('; ')}`)]
    : [];
}

/** The command adopts nothing that has no proof; an input that somebody has written may. */
function judgeAdopted({ real }: FailoverInput): readonly Finding[] {
  return (real?.adopted ?? [])
    .filter(({ state }) => !isAdoptable(state))
    .map(({ state, by }) => inconclusive(`${state} was done by hand by ${by}, and nothing proves that`));
}

function judgeApproval(input: FailoverInput, facts: RunFacts): readonly Finding[] {
  const { approvals, real, plan } = input;
  if (real?.breakGlass) return [inconclusive(`break-glass: nobody was asked to approve, ${real.breakGlass}`)];
  if (approvals.needed === 0) return [];
  const given = facts.outcome('RequestApproval');
  if (given?.answer !== 'approved') return [inconclusive('no approval is on record')];
  const names = new Set(given.by.map(({ name }) => plainName(name)));
  const generation = facts.outcome('AcquireLock')?.generation;
  const bound = given.planSha256 === plan.sha256 && given.generation === generation;
  const initiator = real ? plainName(real.initiator) : null;
  if (!bound) return [inconclusive('the approval was given for another plan, or to another generation')];
  if (given.targets && !sameTargets(given.targets, failoverTargets(input)))
    return [inconclusive(`the approval was given for other changes: ${given.targets.join('; ') || 'none'}`)];
  if (initiator !== null && names.has(initiator))
    return [inconclusive(`${real?.initiator} has started the run and approved it`)];
  if (initiator !== null && !isPseudonym(initiator) && hasPseudonyms(facts))
    return [
      inconclusive('who started the run has a name, and who approved it a pseudonym: they may be one person'),
    ];
  const people = new Set(approvals.people.map(({ name }) => plainName(name)));
  const known = [...names].filter((name) => people.has(name)).length;
  return known < approvals.needed
    ? [inconclusive(`${known} of ${approvals.needed} people have approved whom the plan names`)]
    : [];
}

function hasPseudonyms({ plan }: RunFacts): boolean {
  return readEvidenceScope(plan)?.people === 'pseudonyms';
}

function judgeDecisions(facts: RunFacts): readonly Finding[] {
  return decisionsOf(facts)
    .filter(({ answer }) => answer === 'skip')
    .map(({ about, by }) => inconclusive(`${about} was left out by ${wordsOf(by)}`));
}

/** Every decision of the run about a step that had failed, in their order. */
export function decisionsOf({ entries }: RunFacts): readonly RequestOutcome[] {
  return entries
    .filter((entry): entry is StepEntry => entry.kind === 'outcome' && entry.state === 'RequestDecision')
    .flatMap(({ data }) => RequestOutcome.safeParse(data).data ?? []);
}

/** Who said so, and why. */
export function wordsOf(by: RequestOutcome['by']): string {
  return by.map(({ name, reason }) => (reason === '' ? name : `${name} (${reason})`)).join(' and ');
}
