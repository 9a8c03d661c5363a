import type { RunFacts } from '../domain/judge/run-facts.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import type { Judgement } from '../domain/run/judgement.ts';
import { reportModelOf } from './make-report-model.ts';
import { renderOscal } from './oscal/render-oscal.ts';
import { ledgerCsv, stepsCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJunit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderMetrics } from './render-metrics.ts';
import { renderText } from './render-text.ts';

/** Every stored rendering of a run's report, by file extension; all from the one model, the record and the judgement. */
export function renderReports(judgement: Judgement, facts: RunFacts): Readonly<Record<string, string>> {
  const model = reportModelOf(judgement, facts);
  return {
    html: renderHtml(model),
    txt: renderText(model, { colour: false }),
    md: renderMarkdown(model),
    'junit.xml': renderJunit(model, judgement),
    prom: renderMetrics(judgement),
    ...renderOscal(judgement, model, facts),
    'steps.csv': stepsCsv(facts),
    ...(takesSamples(judgement.kind) ? { 'ledger.csv': ledgerCsv(facts) } : {}),
  };
}
