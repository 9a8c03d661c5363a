import { formatInstant } from '../domain/instant.ts';
import type { MadeTemplate } from '../ports/fault-templates.ts';
import type { PlanAccess } from './unfinished-runs.ts';

/** Failovers alone inject faults. */
type Injectors = Pick<PlanAccess, 'templates' | 'regions' | 'now'> & {
  readonly machineArns: Pick<PlanAccess['machineArns'], 'failover'>;
  readonly recovery: Pick<PlanAccess['recovery'], 'executions'>;
};

export interface CleanedTemplate extends MadeTemplate {
  /** Null where a dry run would remove it. Otherwise why it is still there, and empty when it is gone. */
  readonly left: string | null;
}

/**
 * Removes the experiment templates that are of no use any more, since a command that was killed removes none: of runs
 * that have ended, and of commands that have begun nothing by the time they said. A run that still runs keeps its own,
 * and one that may be about to begin, too: that is named.
 */
export async function cleanTemplates(
  access: Injectors,
  { dryRun }: { readonly dryRun: boolean },
): Promise<readonly CleanedTemplate[]> {
  const { templates, regions, recovery, machineArns } = access;
  const made = (await Promise.all(regions.map((region) => templates.made(region)))).flat();
  const now = access.now();
  // Asked for after that: whatever was begun in time is among them.
  const executions = await recovery.executions.list(machineArns.failover, 'all');
  const statusOf = new Map(executions.map(({ name, status }) => [name, status]));
  const begun = (run: string | null) => (run === null ? undefined : statusOf.get(run));
  const found = made.filter(({ run }) => begun(run) !== 'RUNNING');
  return Promise.all(
    found.map(async (template): Promise<CleanedTemplate> => {
      const { run, startBy } = template;
      if (begun(run) === undefined && (startBy === null || now <= startBy))
        return { ...template, left: waiting(template) };
      return { ...template, left: dryRun ? null : await remove(access, template) };
    }),
  );
}

function waiting({ startBy }: MadeTemplate): string {
  return startBy === null
    ? 'nobody knows whether it is still to be used'
    : `it may still be used until ${formatInstant(startBy)}`;
}

function remove({ templates }: Injectors, template: MadeTemplate): Promise<string> {
  return templates.remove(template).then(
    () => '',
    (error: Error) => error.message,
  );
}

/** A template in words, with whom it was made for. */
export function wordsOfTemplate({ id, region, run, fault }: MadeTemplate): string {
  return `template ${id} of ${run === null ? `${fault} by hand` : `run ${run}`} in ${region}`;
}
