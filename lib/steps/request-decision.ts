import type { AnswerWord } from '../domain/approval/people-request.ts';
import { canBeTakenOver } from '../domain/run/adopted.ts';
import type { FailoverInput } from '../domain/run/failover-input.ts';
import type { StepEvent } from './step/step-event.ts';
import { makePeopleStep, type PeopleStepPorts } from './step/people-step.ts';

/** A question that nobody answers for so long is asked anew. */
const VALID_SECONDS = 43_200;

/** Of several databases one may be lost at both sites: the others are not to wait for it. */
const OF_REPLICAS: ReadonlySet<string> = new Set(['PromoteReplica', 'ProvePromotion']);

/**
 * Says what was seen of a state that has failed, and asks what is to be done: try again, take over what was done by
 * hand where that can be proven, leave it out where the plan allows that, go on without a database whose replica cannot be had, or abort, as long as it is not known that anything was promoted. Where the
 * promotion itself has failed that is found out after an abort, and decides whether the run goes back or forward.
 */
export function makeRequestDecision(ports: PeopleStepPorts) {
  return makePeopleStep(ports, (run, event) => {
    const { state, error, cause } = event.paused ?? { state: 'unknown', error: 'unknown', cause: 'unknown' };
    return {
      kind: 'decision',
      about: state,
      saw: `${error}: ${cause}`,
      needed: 1,
      choices: [...choicesOf(run, event, state)],
      validSeconds: VALID_SECONDS,
    };
  });
}

function choicesOf(
  { nonCritical, databases }: FailoverInput,
  { outcomes, forward }: StepEvent,
  state: string,
): readonly AnswerWord[] {
  const isPromoted = forward === true || outcomes['PromoteReplica'] !== undefined;
  return [
    'retry',
    ...(canBeTakenOver(state) ? (['take-over'] as const) : []),
    ...(nonCritical.includes(state) ? (['skip'] as const) : []),
    ...(OF_REPLICAS.has(state) && databases.length > 1 ? (['go-without'] as const) : []),
    ...(isPromoted ? [] : (['abort'] as const)),
  ];
}
