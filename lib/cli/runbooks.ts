import { reasonOf } from '../domain/brief/reason-of.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { failoverRunbook } from '../domain/runbook/failover-runbook.ts';
import type { Runbook } from '../domain/runbook/runbook.ts';
import type { Objects } from '../ports/objects.ts';
import { renderRunbookHtml } from '../report/render-runbook-html.ts';
import { renderRunbookMarkdown } from '../report/render-runbook-markdown.ts';
import { EXIT } from './exit-code.ts';
import { type LoadedPlan, loadPlan, planSha256 } from './load-plan.ts';

export type RunbookFormat = 'markdown' | 'html';

interface RunbookCommand {
  readonly file: string;
  readonly format: RunbookFormat;
  readonly stdout: { write(text: string): unknown };
}

const RENDERINGS: Readonly<Record<RunbookFormat, (runbook: Runbook) => string>> = {
  markdown: renderRunbookMarkdown,
  html: renderRunbookHtml,
};

/** `muster runbook`: a failover of the plan by hand. @throws UsageError when the plan cannot be used. */
export async function printRunbook({ file, format, stdout }: RunbookCommand): Promise<number> {
  stdout.write(RENDERINGS[format](runbookOf(await loadPlan(file))));
  return EXIT.met;
}

/**
 * Puts the runbook of the plan where the survivors find it: beside the evidence, in the recovery site's bucket. Answers
 * whether one of another plan, or none, lay there: what is of this plan already is left as it is.
 */
export async function keepRunbook(objects: Objects, loaded: LoadedPlan): Promise<boolean> {
  const runbook = runbookOf(loaded);
  const { name } = loaded.plan;
  const put = await Promise.all([
    putWhereOther(objects, planKeys.runbook(name, 'md'), renderRunbookMarkdown(runbook)),
    putWhereOther(objects, planKeys.runbook(name, 'html'), renderRunbookHtml(runbook)),
  ]);
  return put.includes(true);
}

/** The same for whoever does something else beside it: why it could not be put there, as a line; null where it could. */
export async function runbookProblem(objects: Objects, loaded: LoadedPlan): Promise<string | null> {
  try {
    await keepRunbook(objects, loaded);
    return null;
  } catch (error) {
    return `the runbook could not be put beside the evidence: ${reasonOf(error)}\n`;
  }
}

async function putWhereOther(objects: Objects, key: string, text: string): Promise<boolean> {
  if ((await objects.get(key))?.text === text) return false;
  await objects.put(key, text);
  return true;
}

function runbookOf({ plan, text }: Pick<LoadedPlan, 'plan' | 'text'>): Runbook {
  return failoverRunbook(plan, planSha256({ text }));
}
