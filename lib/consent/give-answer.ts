import * as z from 'zod';
import { answerProblem, lateness } from '../domain/approval/answer-problem.ts';
import { plainName, sameName } from '../domain/approval/plain-name.ts';
import { PersonsAnswer } from '../domain/approval/people-request.ts';
import { countedAnswers, type RequestOutcome } from '../domain/approval/request-outcome.ts';
import { Conflict } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { answerWaiting, type WaitingPorts } from './answer-waiting.ts';
import { requestOf } from './pending-requests.ts';

/**
 * refused: it does not count, and nothing was stored. late: it was stored, and came after its expiry, or nobody waits for
 * it any more. waiting: so many more people have to agree. decided: the run goes on with it.
 */
export type Given =
  | { readonly result: 'refused' | 'late'; readonly why: string }
  | { readonly result: 'waiting'; readonly missing: number }
  | { readonly result: 'decided'; readonly outcome: RequestOutcome };

/**
 * Gives one person's answer to what a run asks. A person answers once: the second answer finds the first. Whether it
 * comes in time is known when it is stored: by when the bucket took it.
 */
export async function giveAnswer(
  ports: WaitingPorts & { readonly objects: Objects },
  run: string,
  answer: PersonsAnswer,
): Promise<Given> {
  const { objects } = ports;
  // What is stored is stored for good: one that cannot be read again would stand in everybody's way.
  const unreadable = PersonsAnswer.safeParse(answer).error;
  if (unreadable) return refused(`it is no answer: ${z.prettifyError(unreadable)}`);
  const known = await requestOf(objects, run, answer.request);
  if (!known) return refused(`run ${run} asks nothing by the name ${answer.request}`);
  const { request } = known;
  if (known.outcome)
    return refused(`it is decided already: ${known.outcome.answer}, ${namesOf(known.outcome)}`);
  const problem = answerProblem(request, answer, countedAnswers(request, known.answers));
  if (problem !== null) return refused(problem);
  try {
    await objects.put(`${runKeys.answers(run, request.id)}${fileOf(answer)}`, JSON.stringify(answer), {
      absent: true,
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return refused(`${answer.by} has answered already: an answer is given once, and stands`);
  }
  // What others have said meanwhile counts as well: of two at once the later one sees both. And where the question was
  // delivered again, it is another token that is awaited now.
  const now = (await requestOf(objects, run, request.id)) ?? known;
  const late = now.answers.filter((one) => isSame(one, answer)).map((own) => lateness(now.request, own))[0];
  if (typeof late === 'string') return { result: 'late', why: late };
  const { outcome } = now;
  if (!outcome)
    return { result: 'waiting', missing: request.needed - countedAnswers(now.request, now.answers).length };
  const told = await answerWaiting(ports, now.request, outcome);
  return told
    ? { result: 'decided', outcome }
    : {
        result: 'late',
        why: `the run does not wait for ${request.id} any more: look at it with \`npx muster runs\``,
      };
}

function isSame(one: PersonsAnswer, other: PersonsAnswer): boolean {
  return sameName(one.by, other.by) && one.answer === other.answer;
}

function refused(why: string): Given {
  return { result: 'refused', why };
}

function namesOf({ by }: RequestOutcome): string {
  return by.map(({ name }) => name).join(' and ');
}

/** One object a person, whatever is in the name; an abort is an answer of its own. */
function fileOf({ by, answer }: PersonsAnswer): string {
  return `${answer === 'abort' ? 'abort-' : ''}${encodeURIComponent(plainName(by))}.json`;
}
