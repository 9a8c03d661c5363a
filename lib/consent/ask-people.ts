import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { parseInstant } from '../domain/instant.ts';
import { wasRedrivenBetween } from '../domain/record/attempt-number.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { answerWaiting, type WaitingPorts } from './answer-waiting.ts';
import { type KnownRequest, requestOf } from './pending-requests.ts';

/**
 * Asks people, by an object that they are shown. Delivered again, it asks the same once more under the token that is
 * awaited now: answers that were given stand, and are told to the state that waits. After a redrive the question is open
 * for as long as a new one. One that has expired meanwhile is asked anew, since approvals end with it.
 */
export async function askPeople(ports: WaitingPorts & { readonly objects: Objects }, request: PeopleRequest) {
  const { objects } = ports;
  const asked = await openAgain(objects, request);
  await objects.put(runKeys.request(asked.run, asked.id), JSON.stringify(asked));
  // Read after that: whoever answers from here on tells the new token, and whoever did before is found here.
  const outcome = (await requestOf(objects, asked.run, asked.id))?.outcome;
  if (outcome) await answerWaiting(ports, asked, outcome);
}

/** The question as it stands already, with what is new of it; the next of its name where that one is spent. */
async function openAgain(objects: Objects, request: PeopleRequest): Promise<PeopleRequest> {
  for (let turn = 1; ; turn++) {
    const id = turn === 1 ? request.id : `${request.id}-${turn}`;
    const before = await requestOf(objects, request.run, id);
    if (!before) return { ...request, id };
    if (isSpent(before, request.askedAt)) continue;
    const { taskToken, attempt } = request;
    const { expiresAt } = wasRedrivenBetween(before.request.attempt, attempt) ? request : before.request;
    return { ...before.request, taskToken, attempt, expiresAt };
  }
}

/** One who wants the run to end, or denies it, has said so for good. */
function isSpent({ request, outcome }: KnownRequest, now: string): boolean {
  const isOver = parseInstant(request.expiresAt) <= parseInstant(now);
  return isOver && outcome?.answer !== 'abort' && outcome?.answer !== 'denied';
}
