import type { RunFacts } from '../../domain/judge/run-facts.ts';
import type { Judgement } from '../../domain/run/judgement.ts';
import type { ReportModel } from '../report-model.ts';
import { assessmentPlan } from './assessment-plan.ts';
import { assessmentResults } from './assessment-results.ts';
import { oscalRunOf } from './oscal-run.ts';

/**
 * A run for tools that read NIST's OSCAL: assessment results, and the assessment plan that they import, by file extension.
 * Neither where no moment of the run is on record.
 */
export function renderOscal(
  judgement: Judgement,
  model: ReportModel,
  facts: RunFacts,
): Readonly<Record<string, string>> {
  const run = oscalRunOf(judgement, model, facts);
  if (!run) return {};
  return { 'oscal-ap.json': textOf(assessmentPlan(run)), 'oscal-ar.json': textOf(assessmentResults(run)) };
}

function textOf(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
