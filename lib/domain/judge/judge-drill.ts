import { parseInstant } from '../instant.ts';
import type { WorkflowFailure } from '../record/shared-outcomes.ts';
import type { FailoverInput } from '../run/failover-input.ts';
import { expectedStates } from './expected-states.ts';
import { failureWords } from './failure-words.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import type { RunMeasurement } from './measure-run.ts';
import { goneWithout } from './gone-without.ts';
import { judgePeople } from './judge-people.ts';
import type { RunFacts } from './run-facts.ts';
import { firstOf } from './reason-words.ts';

/**
 * Failures that are findings about the plan and not about the drill: the recovery was tried, and it cannot be done
 * that way. Every other failure leaves open what would have happened.
 */
const PLAN_CANNOT_BE_CARRIED_OUT = new Set([
  'PromotionRefused',
  'PromotionUnproven',
  'ReplicaNotFound',
  'ReplicaNotUsable',
  'TrafficNotSwitched',
  'ServicesNotHealthy',
]);

/** Whether the drill was one: an outage happened, was seen, and every state ran to its end without a failure. */
export function judgeDrill(input: FailoverInput, run: RunMeasurement, facts: RunFacts): Finding {
  const incomplete = expectedStates(input).filter((state) => facts.exitedAt(state) === null);
  const findings = [
    ...judgeFailure(facts),
    ...judgeInjection(input, run, facts),
    ...judgeWitness(run, facts),
    ...judgePeople(input, facts),
    ...goneWithout(facts).map(({ id, seen }) => missed(`${id} was not recovered: ${seen}`)),
    ...(incomplete.length ? [inconclusive(`not run to the end: ${firstOf(incomplete)}`)] : []),
  ];
  return findings.length ? worstOf(findings) : met('every state ran to its end, and the outage was seen');
}

/** What the workflow itself says of its failure. */
export function judgeFailure(facts: RunFacts): readonly Finding[] {
  const closing = facts.outcome('SealRecord');
  if (!closing) return [inconclusive('the run did not close its record, so how it ended is not known')];
  return closing.failure ? [failed(closing.failure, facts)] : [];
}

function failed(failure: WorkflowFailure, facts: RunFacts): Finding {
  const reason = failureWords(failure);
  const disrupted = facts.outcome('InjectDisruption') !== null || facts.enteredAt('DeclareFailover') !== null;
  return disrupted && PLAN_CANNOT_BE_CARRIED_OUT.has(failure.error) ? missed(reason) : inconclusive(reason);
}

function judgeInjection({ scope }: FailoverInput, run: RunMeasurement, facts: RunFacts): readonly Finding[] {
  if (scope === 'real') return [];
  const injected = facts.outcome('InjectDisruption');
  if (!injected) return [inconclusive('no disruption is on record')];
  if (injected.adapter === 'none') return [inconclusive('nothing was injected')];
  const requestedAt = parseInstant(injected.requestedAt);
  const early = run.databases.some(({ outage }) => outage && outage.failedFirst.answered < requestedAt);
  return early ? [inconclusive('the outage began before the disruption was asked for')] : [];
}

function judgeWitness(run: RunMeasurement, facts: RunFacts): readonly Finding[] {
  const unseen = run.databases.filter(({ outage }) => !outage);
  const detection = facts.outcome('PollDetection') ?? facts.outcome('AwaitDetection');
  return [
    ...unseen.map(({ id }) => inconclusive(`the probe of ${id} never saw an outage`)),
    ...(detection?.detected ? [] : [inconclusive('no outage was detected')]),
    ...judgeSeriesEnds(facts),
  ];
}

/** Whether every series ended by being asked to. */
export function judgeSeriesEnds(facts: RunFacts): readonly Finding[] {
  const stopped = facts.outcome('StopHeartbeat')?.executions ?? [];
  const started = facts.outcome('StartHeartbeat')?.executions ?? [];
  const readers = new Set(started.filter(({ role }) => role === 'reader').map(({ arn }) => arn));
  // A reader sees no outage: what it misses is missing from its own numbers only.
  const died = stopped.filter(
    ({ arn, status }) => ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status) && !readers.has(arn),
  );
  return died.map(({ arn, status }) => inconclusive(`the heartbeat execution ${arn} ended as ${status}`));
}
