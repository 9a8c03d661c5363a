import type { Runbook, RunbookStep } from '../domain/runbook/runbook.ts';
import { element, type Html, raw } from './html-element.ts';
import { htmlPage } from './html-page.ts';
import { CASE_WORDS } from './render-runbook-markdown.ts';

/** Boxes and lines for a pen; a step is not torn between two sheets where it fits on one. */
const STYLE = `
.seen{list-style:none;padding-left:0}.seen li{padding-left:1.75rem;position:relative}
.seen li::before{content:"";position:absolute;left:0;top:.2rem;width:1rem;height:1rem;border:1.5px solid var(--text)}
.field{display:flex;gap:.75rem;max-width:none;margin:1rem 0}.field span{flex:1;border-bottom:1px solid var(--text)}
.line{display:block;padding-left:2em;text-indent:-2em}
.case{color:var(--inconclusive)}
@media print{section{break-inside:avoid}pre{border:1px solid var(--line)}}
`.trim();

/** A runbook as one HTML file without any external part, to be printed. The same runbook gives the same bytes. */
export function renderRunbookHtml({ title, plan, before, steps }: Runbook): string {
  const digest = `Plan ${plan.name}, SHA-256 ${plan.sha256}. Written by muster runbook: a change of the plan needs a new one.`;
  const main = element('main', {}, [
    element('h1', {}, title),
    element('p', {}, digest),
    ...before.map((line) => element('p', {}, line)),
    ...steps.map(renderStep),
  ]);
  return htmlPage({ title, style: STYLE, body: main });
}

function renderStep(step: RunbookStep, index: number): Html {
  const { id, title, when, why, commands, check, fields } = step;
  const heading = [`${index + 1}. ${title}`, element('span', { class: 'case' }, CASE_WORDS[when])];
  return element('section', { 'aria-labelledby': id }, [
    element('h2', { id }, heading),
    ...why.map((line) => element('p', {}, line)),
    ...(commands.length > 0 ? [commandBlock(commands)] : []),
    element('p', {}, 'You have to see:'),
    element(
      'ul',
      { class: 'seen' },
      check.map((line) => element('li', {}, line)),
    ),
    ...fields.map((field) =>
      element('p', { class: 'field' }, [`${field}:`, element('span', {}, raw('&nbsp;'))]),
    ),
  ]);
}

/** A command that fills more than one line on paper is seen to be one. */
function commandBlock(commands: readonly string[]): Html {
  const lines = commands.map((command) => element('span', { class: 'line' }, command));
  return element('pre', {}, element('code', {}, lines));
}
