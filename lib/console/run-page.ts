import { durationWords } from '../domain/judge/duration-words.ts';
import { localTime } from '../domain/notice/local-time.ts';
import type { NoticeReceipt } from '../domain/notice/notice.ts';
import { type Content, element } from '../report/html-element.ts';
import { bulletList, consolePage, factList } from './console-page.ts';
import { questionWords } from './question-words.ts';
import type { RunFacts } from './run-facts.ts';
import { stateWords } from './runs-page.ts';

/** One run: how far it is, what it asks, what people were told, and in the end its numbers. */
export function runPage(facts: RunFacts, timeZone: string): string {
  const { run, kind, requests, notices, judgement } = facts;
  return consolePage({
    title: run,
    up: { path: '/', words: 'all runs' },
    body: [
      factList([['Kind', kind], ['State', stateWords(facts)], ...numbers(judgement)]),
      element('h2', {}, 'What people are asked'),
      requests.length === 0 ? element('p', {}, 'Nothing.') : bulletList(requests.map(requestLine)),
      element('h2', {}, 'What people were told'),
      notices.length === 0
        ? element('p', {}, 'Nothing: the plan names no topic, or the run has just begun.')
        : bulletList(notices.map((notice) => noticeLine(notice, timeZone))),
    ],
  });
}

function requestLine({ request, outcome }: RunFacts['requests'][number]): Content {
  const link = element('a', { href: `/approvals/${request.run}/${request.id}` }, questionWords(request));
  return [link, outcome ? `: ${outcome.answer}` : ': not decided yet'];
}

function noticeLine({ at, subject, sent, problems }: NoticeReceipt, timeZone: string): Content {
  const title = subject.slice(subject.indexOf(': ') + 2);
  const problem = problems.length > 0 && sent.length === 0 ? ' (reached nobody yet)' : '';
  return `${localTime(at, timeZone).slice(0, 19)}  ${title}${problem}`;
}

function numbers(judgement: RunFacts['judgement']): readonly (readonly [string, Content])[] {
  if (!judgement) return [];
  const { rto, rpo, verdicts } = judgement;
  return [
    ['Recovery time', measured(rto, verdicts['rto'])],
    ['Recovery point', measured(rpo, verdicts['rpo'])],
  ];
}

function measured(measure: NonNullable<RunFacts['judgement']>['rto'], verdict = 'not judged'): string {
  if (!measure) return 'not measured';
  const { seconds, targetSeconds } = measure;
  return `at most ${durationWords(seconds)}, objective ${durationWords(targetSeconds)}: ${verdict}`;
}
