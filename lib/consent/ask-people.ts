import { requestOutcome } from '../domain/approval/request-outcome.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { answerWaiting, type WaitingPorts } from './answer-waiting.ts';
import { requestOf } from './pending-requests.ts';

/**
 * Asks people, by an object that they are shown. Delivered again, it asks the same once more under the token that is
 * awaited now: answers that were given stand, and are told to the state that waits.
 */
export async function askPeople(ports: WaitingPorts & { readonly objects: Objects }, request: PeopleRequest) {
  const { objects } = ports;
  const before = await requestOf(objects, request.run, request.id);
  const asked: PeopleRequest = before
    ? { ...before.request, taskToken: request.taskToken, attempt: request.attempt }
    : request;
  await objects.put(runKeys.request(request.run, request.id), JSON.stringify(asked));
  const outcome = before && requestOutcome(asked, before.answers);
  if (outcome) await answerWaiting(ports, asked, outcome);
}
