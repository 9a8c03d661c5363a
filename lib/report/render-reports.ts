import type { Judgement } from '../domain/run/judgement.ts';
import { makeReportModel } from './make-report-model.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

/** Every stored rendering of a run's report, by file extension; all from the one model. */
export function renderReports(judgement: Judgement, record: string): Readonly<Record<string, string>> {
  const model = makeReportModel(judgement, record);
  return { html: renderHtml(model), txt: renderText(model, { colour: false }) };
}
