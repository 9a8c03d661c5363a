import { abortWords } from '../domain/approval/abort-words.ts';
import { byHandWords } from '../domain/approval/by-hand-words.ts';
import { NO_WAY_BACK } from '../domain/approval/no-way-back.ts';
import { withoutWords } from '../domain/approval/without-words.ts';
import type { AnswerWord, PeopleRequest } from '../domain/approval/people-request.ts';

/** What is asked, as a question. */
export function questionWords({ kind, about, plan, scope }: PeopleRequest): string {
  const run = scope === 'real' ? 'failover' : 'failover drill';
  if (kind === 'approval') return `May the ${run} of ${plan.name} begin?`;
  if (kind === 'divergence') return `May the ${run} of ${plan.name} go on without a proven fence?`;
  return `${about} has failed: what now?`;
}

/** What answering so means, where the word alone does not say it. */
export const ANSWER_WORDS: Readonly<Record<AnswerWord, string>> = {
  approve: 'Approve',
  deny: 'Deny',
  retry: 'Try it again',
  'take-over': 'Done by hand: prove it',
  skip: 'Leave it out',
  'go-without': 'Go on without it',
  abort: 'Abort the run',
};

/** Why it has to be asked, and what each answer leads to. */
export function meaningWords(request: PeopleRequest): readonly string[] {
  const { kind, needed, about, choices } = request;
  if (kind === 'approval')
    return [
      `${needed === 1 ? 'One person has' : `${needed} people have`} to approve. Until then nothing is changed.`,
      'Whoever started the run cannot approve it. One who denies ends it.',
    ];
  if (kind === 'divergence')
    return [
      'Nothing proves that the old primary accepts no more writes. What it still accepts is lost, or has to be merged by hand.',
      `${needed} people have to accept that. The verdict of the run can then be no better than inconclusive.`,
    ];
  const byHand = byHandWords(request);
  return [
    `The run waits before ${about}. Nothing else is changed until somebody decides.`,
    ...(choices.includes('take-over')
      ? ['Done by hand: the step changes nothing, and its own proof has to pass.']
      : []),
    ...(byHand === null ? [] : [byHand]),
    ...(choices.includes('go-without') ? [withoutWords(request)] : []),
    ...(choices.includes('abort') ? [abortWords(request)] : [NO_WAY_BACK]),
  ];
}
