import { type Content, element } from '../report/html-element.ts';
import { consolePage } from './console-page.ts';
import { questionWords } from './question-words.ts';
import type { RunLine } from './run-facts.ts';

/** The root of the console: what is asked now, and all runs of the plan, the newest first. */
export function runsPage(plan: string, runs: readonly RunLine[]): string {
  const body =
    runs.length === 0
      ? element('p', {}, 'There are no runs yet.')
      : element(
          'ul',
          { class: 'runs' },
          runs.map((run) => element('li', {}, lineOf(run))),
        );
  return consolePage({ title: `Runs of plan ${plan}`, body });
}

function lineOf(line: RunLine): Content {
  const { run, kind, pending } = line;
  const asks = pending.map(({ request }) =>
    element(
      'a',
      { class: 'asks', href: `/approvals/${run}/${request.id}` },
      `Asked now: ${questionWords(request)}`,
    ),
  );
  return [
    element('a', { href: `/runs/${run}` }, run),
    element('br', {}),
    `${kind}, `,
    stateWords(line),
    ...asks,
  ];
}

/** How far a run has come, in a word that does not rest on its colour. */
export function stateWords({ status, judgement, pending }: RunLine): Content {
  if (judgement) {
    const { overall } = judgement.verdicts;
    return element('strong', { class: overall }, overall);
  }
  if (status === 'RUNNING') return pending.length > 0 ? 'waits for people' : 'goes on';
  return `ended as ${status}, without a judgement`;
}
