import type { OutcomeOf } from '../record/outcomes.ts';
import { type Finding, inconclusive, met, missed, worstOf } from './finding.ts';
import type { RunFacts } from './run-facts.ts';
import { firstOf } from './reason-words.ts';

/** Ends of an experiment after which its fault is undone. A failed one proves nothing of the kind. */
const UNDONE = new Set(['stopped', 'completed', 'cancelled']);

/** Whether everything that the run put into the world is proven gone. What was not asked is not proven. */
export function judgeCleanup(facts: RunFacts): Finding {
  return worstOf([judgeLeftovers(facts.outcome('CleanUp')), judgeReturned(facts), judgeHeartbeat(facts)]);
}

/** What CleanUp has found of the run, in any kind of drill. */
export function judgeLeftovers(outcome: OutcomeOf<'CleanUp'> | null): Finding {
  if (!outcome) return inconclusive('no clean-up is on record');
  const { runningExperiments, taggedResources, runningExecutions, fencesInForce, problems } = outcome;
  const left = [
    ...runningExperiments.map((name) => `experiment ${name}`),
    ...taggedResources.map((name) => `resource ${name}`),
    ...runningExecutions.map((name) => `execution ${name}`),
    ...fencesInForce.map(({ id }) => `the fence of ${id}, which is not known to be lifted`),
  ];
  if (left.length > 0) return missed(`left behind: ${firstOf(left)}`);
  if (problems.length > 0) return inconclusive(`clean-up could not ask everything: ${firstOf(problems)}`);
  const onPurpose = outcome.deferredFences.map((id) => `the deferred fence of ${id}`);
  const nothing = 'no fault, no tagged resource and no execution of the run is left';
  return met(onPurpose.length > 0 ? `${nothing}, but on purpose: ${firstOf(onPurpose)}` : nothing);
}

function judgeReturned(facts: RunFacts): Finding {
  const returned = facts.outcome('ReturnRegion');
  if (!returned) return inconclusive('whether the disruption was undone is not on record');
  return judgeUndone(returned.experimentState);
}

/** By how its experiments ended. */
export function judgeUndone(experimentState: string): Finding {
  if (experimentState === 'none') return met('there was no disruption to undo');
  // Where experiments ended in several ways, they stand here side by side.
  return experimentState.split(', ').every((state) => UNDONE.has(state))
    ? met('the disruption was undone')
    : inconclusive(`the experiment ended as "${experimentState}": its undo is not proven`);
}

export function judgeHeartbeat(facts: RunFacts): Finding {
  const stopped = facts.outcome('StopHeartbeat');
  if (!stopped) return inconclusive('whether the heartbeat was stopped is not on record');
  const unknown = stopped.executions.filter(({ status }) => status === 'UNKNOWN' || status === 'RUNNING');
  return unknown.length === 0
    ? met('the heartbeat was stopped')
    : worstOf(unknown.map(({ arn, status }) => stillThere(arn, status)));
}

/** One that still ran at that moment may have ended since: then clean-up, which asks later, decides. */
function stillThere(arn: string, status: string): Finding {
  return status === 'RUNNING'
    ? met(`${arn} ended after it was asked to`)
    : inconclusive(`the status of ${arn} is not known`);
}
