import type { RunTemplate } from '../ports/fault-templates.ts';
import type { PlanAccess } from './unfinished-runs.ts';

type Injectors = Pick<PlanAccess, 'machineArn' | 'templates' | 'regions'> & {
  readonly recovery: Pick<PlanAccess['recovery'], 'executions'>;
};

export interface CleanedTemplate extends RunTemplate {
  /** Null on a dry run. Otherwise why it is still there, and empty when it is gone. */
  readonly left: string | null;
}

/**
 * Removes the experiment templates of runs that have ended: a command that was killed removes none. A run that still
 * runs may need its own, and one without an execution may be about to start.
 */
export async function cleanTemplates(
  access: Injectors,
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly CleanedTemplate[]> {
  const { templates, regions } = access;
  const [made, executions] = await Promise.all([
    Promise.all(regions.map((region) => templates.ofRuns(region))),
    access.recovery.executions.list(access.machineArn, 'all'),
  ]);
  const ended = new Set(executions.filter(({ status }) => status !== 'RUNNING').map(({ name }) => name));
  const left = made.flat().filter(({ run }) => ended.has(run));
  return Promise.all(
    left.map(async (template) => ({ ...template, left: dryRun ? null : await remove(access, template) })),
  );
}

function remove({ templates }: Injectors, template: RunTemplate): Promise<string> {
  return templates.remove(template).then(
    () => '',
    (error: Error) => error.message,
  );
}
