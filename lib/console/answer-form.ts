import * as z from 'zod';
import {
  AnswerWord,
  type PeopleRequest,
  type PersonsAnswer,
  WITH_REASON,
} from '../domain/approval/people-request.ts';
import { countedAnswers } from '../domain/approval/request-outcome.ts';
import type { KnownRequest } from '../consent/pending-requests.ts';
import { sameName } from '../domain/approval/plain-name.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { type Content, element } from '../report/html-element.ts';
import { ANSWER_WORDS } from './question-words.ts';

/** The form of a question, with these answers. It sends what was shown, so that one is bound to what its person has seen. */
export function answerForm(
  { request, answers }: KnownRequest,
  token: string,
  choices: readonly AnswerWord[],
): Content {
  const { id, run, plan, generation, targets, kind } = request;
  const byAnybody = kind === 'decision' || choices.every((choice) => choice === 'abort');
  const shown = {
    token,
    planName: plan.name,
    planSha256: plan.sha256,
    generation,
    targets: JSON.stringify(targets),
  };
  return element('form', { method: 'post', action: `/approvals/${run}/${id}`, 'aria-labelledby': 'answer' }, [
    element('h2', { id: 'answer' }, 'Your answer'),
    ...Object.entries(shown).map(([name, value]) => element('input', { type: 'hidden', name, value })),
    // A browser that sends a form on Enter presses its first button: that one does nothing.
    element('button', { type: 'submit', disabled: '', hidden: '' }, 'Nothing'),
    ...(byAnybody ? nameField(request) : nameChoice(request, countedAnswers(request, answers))),
    element('label', { for: 'reason' }, 'Reason'),
    element(
      'textarea',
      { id: 'reason', name: 'reason', rows: 2, maxlength: 2000, 'aria-describedby': 'why' },
      '',
    ),
    element('p', { class: 'hint', id: 'why' }, reasonHint(choices)),
    element('div', { class: 'answers' }, choices.map(answerButton)),
  ]);
}

function reasonHint(choices: readonly AnswerWord[]): string {
  const needed = choices.filter((choice) => WITH_REASON.includes(choice));
  const words = needed.map((choice) => `"${ANSWER_WORDS[choice]}"`).join(' and ');
  return words === '' ? 'It stands in the record.' : `It stands in the record; ${words} cannot do without.`;
}

/** Those whom the plan names; who started the run, or has answered, is shown and cannot be chosen. */
function nameChoice(
  { people, initiator, pseudonyms }: PeopleRequest,
  answers: readonly PersonsAnswer[],
): readonly Content[] {
  const options = people.map(({ name }) => {
    const started = initiator !== null && sameName(name, initiator) ? ' (has started the run)' : '';
    const answered = answers.some(({ by }) => sameName(by, name)) ? ' (has answered)' : '';
    const closed = started !== '' || answered !== '' ? { disabled: '' } : {};
    return element('option', { value: name, ...closed }, `${name}${started}${answered}`);
  });
  const none = element(
    'option',
    { value: '', selected: '' },
    pseudonyms ? 'Choose your pseudonym' : 'Choose your name',
  );
  return [
    element('label', { for: 'by' }, 'You are'),
    element('select', { id: 'by', name: 'by', required: '' }, [none, ...options]),
  ];
}

function nameField({ pseudonyms }: PeopleRequest): readonly Content[] {
  const field = { id: 'by', name: 'by', required: '', maxlength: 200, autocomplete: 'name' };
  return [
    element('label', { for: 'by' }, pseudonyms ? 'Your pseudonym' : 'Your name'),
    element('input', field),
  ];
}

const LOOKS: Readonly<Record<AnswerWord, string>> = {
  approve: 'yes',
  retry: 'yes',
  'take-over': 'plain',
  skip: 'plain',
  'go-without': 'plain',
  deny: 'no',
  abort: 'no',
};

function answerButton(choice: AnswerWord): Content {
  const button = { type: 'submit', name: 'answer', value: choice, class: LOOKS[choice] };
  return element('button', button, ANSWER_WORDS[choice]);
}

/** Whoever sends what is no JSON has not sent this page's form. */
const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('no JSON');
    return z.NEVER;
  }
});

const Sent = z.object({
  token: z.string(),
  planName: z.string(),
  planSha256: z.string(),
  generation: z.coerce.number().int().positive(),
  targets: jsonText.pipe(z.array(z.string())),
  by: z.string().trim().min(1).max(200),
  reason: z.string().max(2000).default(''),
  answer: AnswerWord,
});

export type SentAnswer = z.infer<typeof Sent>;

/** What a form has sent; null where it is none of this page's. */
export function sentAnswer(body: string): SentAnswer | null {
  return Sent.safeParse(Object.fromEntries(new URLSearchParams(body))).data ?? null;
}

/** A person's word, as the page that was shown binds it. `at` is ISO text. */
export function personsAnswer(sent: SentAnswer, request: string, at: string): PersonsAnswer {
  const { by, answer, reason, planName, planSha256, generation, targets } = sent;
  const plan = { name: planName, sha256: planSha256 };
  return {
    schemaVersion: SCHEMA_VERSION,
    request,
    by,
    answer,
    reason: reason.trim(),
    at,
    via: 'page',
    plan,
    generation,
    targets,
  };
}
