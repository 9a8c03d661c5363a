import { retriesOf } from '../record/attempt-number.ts';
import { predecessorsOf } from '../record/predecessors.ts';
import { executionNameOf } from '../run/execution-arn.ts';
import { claimedLagOf } from './claimed-lag.ts';
import { claimTooLow } from './judged-database.ts';
import { judgeService } from './judge-service.ts';
import type { MeasuredService, RunMeasurement } from './measure-run.ts';
import { inputOf, type RunFacts } from './run-facts.ts';
import { peopleFindings } from './people-findings.ts';
import { count } from './reason-words.ts';
import { durationWords } from './duration-words.ts';
import { outageFindings } from './outage-findings.ts';

/** What a reader should know beside the verdicts, in the order of the run. */
export function findingsOf(run: RunMeasurement | null, facts: RunFacts): readonly string[] {
  return [
    ...lockFindings(facts),
    ...peopleFindings(facts),
    ...preFlightWarnings(facts),
    ...retries(facts),
    ...detectionFallback(facts),
    ...outageFindings(facts),
    ...(run
      ? [
          ...claimedLag(run, facts),
          ...riskNotKnown(run),
          ...survivors(run),
          ...optionalServices(run.services),
        ]
      : []),
  ];
}

/** What is worth knowing of a run of any kind. */
export function runFindings(facts: RunFacts): readonly string[] {
  return [...lockFindings(facts), ...retries(facts)];
}

function lockFindings(facts: RunFacts): readonly string[] {
  return [...locksNotTaken(facts), ...lockTakenOver(facts)];
}

function locksNotTaken(facts: RunFacts): readonly string[] {
  const notTaken = facts.outcome('AcquireLock')?.notTaken ?? [];
  return notTaken.map(({ site, reason }) => `The lock of site ${site} was not taken: ${reason}.`);
}

function lockTakenOver(facts: RunFacts): readonly string[] {
  const lock = facts.outcome('AcquireLock');
  return (lock ? predecessorsOf(lock) : []).map(({ arn, preempted }) => {
    const from = executionNameOf(arn);
    if (!preempted)
      return `The lock was taken over from ${from}, which had ended, cleaned up and not freed it.`;
    const { waitedSeconds, because } = preempted;
    return `This run pre-empted ${from}, and waited ${durationWords(waitedSeconds)} for it: ${because}.`;
  });
}

export function preFlightWarnings(facts: RunFacts): readonly string[] {
  const checks = facts.outcome('PreFlight')?.checks.filter(({ passed }) => !passed) ?? [];
  return checks.map(
    ({ name, subject, seen, limit }) => `Pre-flight, ${name} of ${subject}: saw ${seen}; expected ${limit}.`,
  );
}

function retries({ entries }: RunFacts): readonly string[] {
  const steps = entries.flatMap((entry) =>
    entry.kind === 'outcome' || entry.kind === 'intent' ? [entry] : [],
  );
  const attempts = Map.groupBy(steps, ({ state }) => state);
  return [...attempts].flatMap(([state, own]) => {
    const retried = retriesOf(own.map(({ attempt }) => attempt));
    return retried > 0 ? [`${state} was retried ${count(retried, 'time')}.`] : [];
  });
}

function detectionFallback(facts: RunFacts): readonly string[] {
  const detection = facts.outcome('PollDetection');
  return detection?.detected && inputOf(facts, 'failover')?.scope !== 'real'
    ? ['The detection did not arrive by its token; it was read from the heartbeat status.']
    : [];
}

/** A replica counts what it has received and not yet replayed; what has not reached it, it cannot know of. */
function claimedLag({ databases }: RunMeasurement, facts: RunFacts): readonly string[] {
  return databases.flatMap(({ id, rpo }) => {
    const claimed = claimedLagOf(id, facts);
    const wrong = claimTooLow(rpo, claimed);
    if (claimed === null || !wrong || wrong.lowSeconds <= 0) return [];
    const [low, high] = [durationWords(wrong.lowSeconds), durationWords(wrong.highSeconds)];
    return [
      `${id}'s replica claimed a lag of ${durationWords(claimed)} at pre-flight, and was wrong: the loss was ${low} to ${high} more. A replica does not know what has not reached it.`,
    ];
  });
}

function riskNotKnown({ databases }: RunMeasurement): readonly string[] {
  return databases.flatMap(({ risk }) =>
    risk.risk ? [] : [`How many transactions are at risk is not known: ${risk.reason}.`],
  );
}

function survivors({ databases }: RunMeasurement): readonly string[] {
  return databases.flatMap(({ id, loss }) =>
    loss?.inDoubtSurvived.length
      ? [
          `${count(loss.inDoubtSurvived.length, 'heartbeat')} of ${id} survived in doubt: written, never acknowledged.`,
        ]
      : [],
  );
}

function optionalServices(services: readonly MeasuredService[]): readonly string[] {
  return services
    .filter(({ service }) => !service.required)
    .map((service) => judgeService(service))
    .filter(({ verdict }) => verdict !== 'met')
    .map(({ reason }) => `Not required, and not well: ${reason}.`);
}
