import { parseInstant } from '../instant.ts';
import { sameTargets } from './targets.ts';
import { isPseudonym } from './pseudonym.ts';
import { plainName, sameName } from './plain-name.ts';
import { type PeopleRequest, type PersonsAnswer, type TakenAnswer, WITH_REASON } from './people-request.ts';

/**
 * Why an answer is not one, as a sentence with its remedy; null when it counts, if it comes in time. An approval is
 * bound to the plan's digest, to what is to be changed and to the run's generation, and is not given by whoever started the run.
 */
export function answerProblem(
  request: PeopleRequest,
  answer: PersonsAnswer,
  earlier: readonly PersonsAnswer[],
): string | null {
  const { by, answer: word } = answer;
  if (plainName(by) === '') return 'it has no name: say who answers';
  if (request.pseudonyms && !isPseudonym(by))
    return 'it has a name, and plan and evidence have pseudonyms: `npx muster people pseudonym NAME` says which is yours';
  if (answer.request !== request.id) return `it answers ${answer.request}; what is asked is ${request.id}`;
  if (answer.generation !== request.generation)
    return `it was given for generation ${answer.generation}; the run has ${request.generation}`;
  if (!request.choices.includes(word))
    return `"${word}" cannot be said of this; it is one of ${request.choices.join(', ')}`;
  if (word === 'abort') return null;
  if (answer.plan.sha256 !== request.plan.sha256)
    return `it was given for another version of plan ${request.plan.name}: look at this one, and answer again`;
  if (!sameTargets(answer.targets, request.targets))
    return `it was given for other changes (${answer.targets.join('; ') || 'none'}): look at what is asked now, and answer again`;
  if (earlier.some((other) => sameName(other.by, by)))
    return `${by} has answered already: an answer is given once, and stands`;
  return request.kind === 'decision' ? reasonProblem(answer) : personProblem(request, answer);
}

/**
 * Why an answer came too late, as a sentence; null when it came in time. What counts is when the bucket took it, never
 * the clock of whoever answers: a slow one would let an approval in that comes after its expiry. The bucket's time is
 * rounded down to seconds, so that one may count that came later by less than a second. An abort counts for as long as
 * the question is there: a run that waits goes back also when nobody may approve it any more.
 */
export function lateness(
  { id, expiresAt }: Pick<PeopleRequest, 'id' | 'expiresAt'>,
  { answer, takenAt }: Pick<TakenAnswer, 'answer' | 'takenAt'>,
): string | null {
  return answer !== 'abort' && takenAt >= parseInstant(expiresAt)
    ? `${id} has expired at ${expiresAt}: what was asked then is not asked any more`
    : null;
}

function personProblem(request: PeopleRequest, { by, answer }: PersonsAnswer): string | null {
  const isInitiator = (name: string) => request.initiator !== null && sameName(request.initiator, name);
  const names = request.people.map(({ name }) => name);
  if (!names.some((name) => sameName(name, by))) {
    const others = names.filter((name) => !isInitiator(name)).join(', ');
    const nobody =
      names.length === 0 ? 'the plan names nobody' : 'the plan names nobody beside the initiator';
    return `${by} is not among those who may answer: ${others || nobody}`;
  }
  return answer === 'approve' && isInitiator(by)
    ? `${by} has started the run, and cannot approve it: somebody else has to`
    : null;
}

function reasonProblem({ answer, reason }: PersonsAnswer): string | null {
  return WITH_REASON.includes(answer) && reason.trim() === ''
    ? `"${answer}" needs a reason, for the record`
    : null;
}
