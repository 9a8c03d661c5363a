import * as z from 'zod';
import { instantText } from '../stored.ts';
import { formatInstant } from '../instant.ts';
import { answerProblem, lateness } from './answer-problem.ts';
import { plainName } from './plain-name.ts';
import { type PeopleRequest, RequestKind, type TakenAnswer } from './people-request.ts';

/** What came of asking people: it stands in the record as the outcome of the state that waited. */
export const RequestOutcome = z.object({
  request: z.string(),
  kind: RequestKind,
  /** The state that the answer is about. */
  about: z.string(),
  answer: z.enum(['approved', 'denied', 'retry', 'skip', 'take-over', 'go-without', 'abort']),
  askedAt: instantText,
  /** When the bucket took the last answer that was needed: in whole seconds, rounded down. */
  answeredAt: instantText,
  planSha256: z.string(),
  /** What will be changed, in words; earlier versions did not write it. */
  targets: z.array(z.string()).optional(),
  generation: z.int().positive(),
  /** `at`: by the clock of whoever answered. */
  by: z.array(z.object({ name: z.string(), at: instantText, reason: z.string(), via: z.string() })),
});

export type RequestOutcome = z.infer<typeof RequestOutcome>;

/**
 * What the answers come to, in the order in which the bucket took them; null while more people have to agree. One who denies
 * or aborts decides it; answers that do not count are left out.
 */
export function requestOutcome(
  request: PeopleRequest,
  answers: readonly TakenAnswer[],
): RequestOutcome | null {
  const counted = countedAnswers(request, answers);
  const decided = counted.find(({ answer }) => answer !== 'approve');
  if (decided) {
    const answer = decided.answer === 'deny' ? 'denied' : decided.answer;
    return answer === 'approve' ? null : outcomeOf(request, answer, [decided]);
  }
  const people = new Map(counted.map((answer) => [plainName(answer.by), answer]));
  if (people.size < request.needed) return null;
  return outcomeOf(request, 'approved', [...people.values()].slice(0, request.needed));
}

/** Those that count, each held against the ones before it. */
export function countedAnswers(
  request: PeopleRequest,
  answers: readonly TakenAnswer[],
): readonly TakenAnswer[] {
  return answers
    .filter((answer) => lateness(request, answer) === null)
    .toSorted(
      (a, b) => a.takenAt - b.takenAt || a.at.localeCompare(b.at, 'en') || a.by.localeCompare(b.by, 'en'),
    )
    .reduce<readonly TakenAnswer[]>(
      (counted, answer) =>
        answerProblem(request, answer, counted) === null ? [...counted, answer] : counted,
      [],
    );
}

function outcomeOf(
  { id, kind, about, askedAt, plan, generation, targets }: PeopleRequest,
  answer: RequestOutcome['answer'],
  answers: readonly TakenAnswer[],
): RequestOutcome {
  const last = answers.at(-1);
  return {
    request: id,
    kind,
    about,
    answer,
    askedAt,
    answeredAt: last ? formatInstant(last.takenAt) : askedAt,
    planSha256: plan.sha256,
    targets,
    generation,
    by: answers.map(({ by, at, reason, via }) => ({ name: by, at, reason, via })),
  };
}
