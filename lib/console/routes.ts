import { giveAnswer } from '../consent/give-answer.ts';
import type { WaitingPorts } from '../consent/answer-waiting.ts';
import { requestsOf } from '../consent/pending-requests.ts';
import { seenNow } from '../consent/seen-now.ts';
import { formatInstant } from '../domain/instant.ts';
import { element } from '../report/html-element.ts';
import { answeredPage } from './answered-page.ts';
import { personsAnswer, sentAnswer } from './answer-form.ts';
import { consolePage } from './console-page.ts';
import type { FormTokens } from './form-token.ts';
import { readRun, readRuns, type RunsAccess } from './read-runs.ts';
import { requestPage } from './request-page.ts';
import { runPage } from './run-page.ts';
import { runsPage } from './runs-page.ts';

export interface ConsolePorts extends WaitingPorts, RunsAccess {}

export interface ConsoleSettings {
  readonly plan: { readonly name: string; readonly timeZone: string };
  readonly tokens: FormTokens;
}

export interface Answer {
  readonly status: number;
  readonly html: string;
}

/** `form` is what a form has sent; null where a page is asked for. The path has neither host nor query. */
export interface Asked {
  readonly path: string;
  readonly form: string | null;
}

const RUN = /^\/runs\/(?<run>[a-z0-9][a-z0-9-]{2,62})$/;
const REQUEST = /^\/approvals\/(?<run>[a-z0-9][a-z0-9-]{2,62})\/(?<id>[A-Za-z]{1,60}-\d{1,6}(?:-\d{1,3})?)$/;

/** What the console answers: pages, and what came of a form. */
export async function answerFor(
  ports: ConsolePorts,
  settings: ConsoleSettings,
  { path, form }: Asked,
): Promise<Answer> {
  const request = REQUEST.exec(path)?.groups;
  if (request) {
    const { run = '', id = '' } = request;
    return form === null
      ? question(ports, settings, { run, id, path })
      : answer(ports, settings, { run, id, path, form });
  }
  if (form !== null) return failed(404, 'Nothing is asked here.');
  if (path === '/') return { status: 200, html: runsPage(settings.plan.name, await readRuns(ports)) };
  const run = RUN.exec(path)?.groups?.['run'];
  const facts = run === undefined ? null : await readRun(ports, run);
  return facts
    ? { status: 200, html: runPage(facts, settings.plan.timeZone) }
    : failed(404, 'There is no such page. The run may be of another plan, or its name cut off.');
}

interface Question {
  readonly run: string;
  readonly id: string;
  readonly path: string;
}

async function question(ports: ConsolePorts, settings: ConsoleSettings, asked: Question): Promise<Answer> {
  const all = await requestsOf(ports.objects, asked.run);
  const known = all.find(({ request }) => request.id === asked.id);
  if (!known) return failed(404, `Run ${asked.run} asks nothing by the name ${asked.id}.`);
  const { kind, about, askedAt } = known.request;
  const askedBefore = all.filter(
    ({ request }) => request.kind === kind && request.about === about && request.askedAt < askedAt,
  ).length;
  const { timeZone } = settings.plan;
  const token = settings.tokens.of(asked.path);
  const seen = await seenNow(ports, known.request);
  return {
    status: 200,
    html: requestPage({ known, askedBefore, seen, now: ports.clock.now(), timeZone, token }),
  };
}

async function answer(
  ports: ConsolePorts,
  { tokens }: ConsoleSettings,
  { run, id, path, form }: Question & { readonly form: string },
): Promise<Answer> {
  const sent = sentAnswer(form);
  if (!sent) return failed(400, 'The form is not complete: choose your name, and one of the answers.');
  if (!tokens.fits(path, sent.token))
    return failed(403, 'The form is from before this console was started: open the question again.');
  const given = await giveAnswer(ports, run, personsAnswer(sent, id, formatInstant(ports.clock.now())));
  return { status: 'why' in given ? 409 : 200, html: answeredPage(run, id, given) };
}

/** A page that says why there is no other. */
export function failed(status: number, why: string): Answer {
  const up = { path: '/', words: 'all runs' };
  const body = element('p', { class: 'note missed' }, why);
  return { status, html: consolePage({ title: 'This cannot be shown', up, body }) };
}
