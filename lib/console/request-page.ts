import type { KnownRequest } from '../consent/pending-requests.ts';
import { approversOf } from '../domain/approval/approvers.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { sameName } from '../domain/approval/plain-name.ts';
import { nowWords } from '../domain/approval/now-words.ts';
import { shownWords } from '../domain/approval/shown-words.ts';
import { countedAnswers } from '../domain/approval/request-outcome.ts';
import type { Fact } from '../domain/brief/fact.ts';
import type { LossSeen } from '../domain/brief/loss-seen.ts';
import { formatInstant, type Instant, parseInstant, secondsBetween } from '../domain/instant.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import { causeWords } from '../domain/notice/cause-words.ts';
import { localTime, withLocalTimes } from '../domain/notice/local-time.ts';
import { type Content, element } from '../report/html-element.ts';
import { answerForm } from './answer-form.ts';
import { bulletList, consolePage, factList, scopeMark } from './console-page.ts';
import { ANSWER_WORDS, meaningWords, questionWords } from './question-words.ts';

export interface RequestView {
  readonly known: KnownRequest;
  /** Questions of its kind that the run has asked before it. */
  readonly askedBefore: number;
  /** What is seen of the loss as the page is made; null where the question is about none. */
  readonly seen: Fact<LossSeen> | null;
  readonly now: Instant;
  readonly timeZone: string;
  /** Proves that a form came from this page. */
  readonly token: string;
}

/** One question that a run asks people: what, why, until when, who has answered, and the form to answer it. */
export function requestPage(view: RequestView): string {
  const { request, outcome } = view.known;
  const { run, scope, saw } = request;
  return consolePage({
    title: questionWords(request),
    scope: scopeMark(scope),
    up: { path: `/runs/${run}`, words: run },
    body: [
      ...meaningWords(request).map((line) => element('p', {}, line)),
      ...(outcome ? [] : [deadline(view)]),
      element('h2', {}, 'What was seen'),
      element('p', { class: 'saw' }, sawWords(saw, view.timeZone)),
      ...seenAtStart(view),
      ...(view.seen && !outcome ? seenAsOpened(view.seen, view) : []),
      element('h2', {}, 'What is asked'),
      factList(facts(view)),
      answering(view),
    ],
  });
}

function facts({ known, askedBefore, timeZone }: RequestView): readonly (readonly [string, Content])[] {
  const { request, answers, unread } = known;
  const { plan, generation, targets, initiator, people, askedAt } = request;
  const counted = countedAnswers(request, answers);
  const given = counted.map(
    ({ by, answer, reason }) => `${by}: ${ANSWER_WORDS[answer]}${reason === '' ? '' : ` (${reason})`}`,
  );
  return [
    ['Will be changed', bulletList(targets)],
    ['Plan', [plan.name, element('br', {}), element('code', {}, `SHA-256 ${plan.sha256.slice(0, 16)}`)]],
    ['Generation', String(generation)],
    ['Started by', initiator ?? 'not on record'],
    ...(people.length === 0 || request.kind === 'decision'
      ? []
      : ([['Who may answer', peopleList(request)]] as const)),
    [
      'Asked',
      `${localTime(askedAt, timeZone)}${askedBefore === 0 ? '' : `, for the ${askedBefore + 1}. time`}`,
    ],
    ['Answers so far', given.length === 0 ? 'none' : bulletList(given)],
    ...(unread.length === 0 ? [] : ([['Cannot be read, and left out', bulletList(unread)]] as const)),
  ];
}

/** The words are those of the moment at which the page was made; the count beside them runs without a script. */
function deadline({ known, now, timeZone }: RequestView): Content {
  const { expiresAt } = known.request;
  const seconds = Math.floor(secondsBetween(now, parseInstant(expiresAt)));
  const until = ['Until ', element('strong', {}, localTime(expiresAt, timeZone))];
  if (seconds <= 0) return element('p', { class: 'until' }, [...until, ', which is over.']);
  const style = `--seconds:${seconds}`;
  const clock = element('span', { class: 'clock', style, 'aria-hidden': 'true' }, '');
  return element('p', { class: 'until' }, [
    ...until,
    `, ${durationWords(seconds)} from the opening of this page. `,
    clock,
  ]);
}

function sawWords(saw: string, timeZone: string): string {
  return saw === '' ? 'Nothing was said of it.' : withLocalTimes(causeWords(saw), timeZone);
}

function seenAtStart({ known: { request }, timeZone }: RequestView): readonly Content[] {
  const shown = shownWords(request, (instant) => localTime(instant, timeZone));
  return shown ? [element('h2', {}, `What ${shown.head}`), bulletList(shown.lines)] : [];
}

function seenAsOpened(seen: Fact<LossSeen>, { now: at, timeZone }: RequestView): readonly Content[] {
  return [
    element('h2', {}, 'What is seen now'),
    element('p', { class: 'saw' }, `${nowWords(seen)} (${localTime(formatInstant(at), timeZone)})`),
  ];
}

function peopleList({ people, needed, initiator }: PeopleRequest): Content {
  const named = approversOf(people, initiator).map(({ name, contact }) =>
    contact === '' ? name : `${name}, ${contact}`,
  );
  const started = approversOf(people, null).find(
    ({ name }) => initiator !== null && sameName(name, initiator),
  );
  return [
    `${needed} of them`,
    bulletList(named),
    ...(started
      ? [element('p', { class: 'hint' }, `${started.name} has started the run, and cannot approve it.`)]
      : []),
  ];
}

function answering(view: RequestView): Content {
  const { request, outcome } = view.known;
  if (outcome) {
    const by = outcome.by.map(({ name }) => name).join(' and ');
    return element('p', { class: 'note' }, `It is decided: ${outcome.answer}, by ${by}.`);
  }
  if (view.now < parseInstant(request.expiresAt)) return answerForm(view.known, view.token, request.choices);
  return request.choices.includes('abort')
    ? [late('It has expired: only an abort still counts.'), answerForm(view.known, view.token, ['abort'])]
    : late('It has expired: no answer counts any more.');
}

function late(words: string): Content {
  return element('p', { class: 'note inconclusive' }, words);
}
