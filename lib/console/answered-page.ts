import { afterAnswer } from '../domain/approval/after-answer.ts';
import type { Given } from '../consent/give-answer.ts';
import { element } from '../report/html-element.ts';
import { consolePage } from './console-page.ts';

/** What came of an answer. */
export function answeredPage(run: string, request: string, given: Given): string {
  const { title, look, words } = wordsOf(given);
  return consolePage({
    title,
    up: { path: `/approvals/${run}/${request}`, words: 'the question' },
    body: [
      element('p', { class: `note ${look}` }, words),
      element('p', {}, element('a', { href: `/runs/${run}` }, `See how run ${run} goes`)),
    ],
  });
}

function wordsOf(given: Given): { readonly title: string; readonly look: string; readonly words: string } {
  switch (given.result) {
    case 'decided': {
      const by = given.outcome.by.map(({ name }) => name).join(' and ');
      return {
        title: 'It is decided',
        look: 'met',
        words: `${given.outcome.answer}, by ${by}: ${afterAnswer(given.outcome)}.`,
      };
    }
    case 'waiting':
      return {
        title: 'Your answer counts',
        look: 'inconclusive',
        words: `${given.missing === 1 ? 'One more person has' : `${given.missing} more people have`} to agree.`,
      };
    case 'late':
      return { title: 'Too late', look: 'inconclusive', words: given.why };
    default:
      return { title: 'Your answer does not count', look: 'missed', words: given.why };
  }
}
