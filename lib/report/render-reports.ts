import type { Judgement } from '../domain/run/judgement.ts';
import type { RunFiles } from '../domain/run/run-files.ts';
import { makeReportModel } from './make-report-model.ts';
import { renderHtml } from './render-html.ts';
import { renderText } from './render-text.ts';

/** Every stored rendering of a run's report, by file extension; all from the one model. */
export function renderReports(
  judgement: Judgement,
  texts: RunFiles['texts'],
): Readonly<Record<string, string>> {
  const model = makeReportModel(judgement, texts);
  return { html: renderHtml(model), txt: renderText(model, { colour: false }) };
}
