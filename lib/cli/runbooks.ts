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

/** Puts the runbook of the plan where the survivors find it: beside the evidence, in the recovery site's bucket. */
export async function keepRunbook(objects: Objects, loaded: LoadedPlan): Promise<void> {
  const runbook = runbookOf(loaded);
  const { name } = loaded.plan;
  await Promise.all([
    objects.put(planKeys.runbook(name, 'md'), renderRunbookMarkdown(runbook)),
    objects.put(planKeys.runbook(name, 'html'), renderRunbookHtml(runbook)),
  ]);
}

function runbookOf({ plan, text }: Pick<LoadedPlan, 'plan' | 'text'>): Runbook {
  return failoverRunbook(plan, planSha256({ text }));
}
