import type { SiteAccess } from '../aws/site-access.ts';
import { heraldInput, heraldName } from '../domain/notice/herald-input.ts';
import { RunInput } from '../domain/run/run-input.ts';

/**
 * The herald of a run that died has told so, and ended: a run that is resumed has another one. What was told already
 * stands in the receipts. Where one still runs it is enough; where none can be started the run goes on all the same.
 */
export async function startHeraldAgain(
  { executions, workflows }: Pick<SiteAccess, 'executions' | 'workflows'>,
  executionArn: string,
): Promise<void> {
  const run = RunInput.parse(await executions.inputOf(executionArn));
  const input = heraldInput(run, executionArn);
  if (!input) return;
  const { stateMachineArn: machineArn } = input.notices;
  const own = (await executions.list(machineArn, 'all')).filter(({ name }) => isHeraldOf(run.run, name));
  if (own.some(({ status }) => status === 'RUNNING')) return;
  const name = own.length === 0 ? heraldName(run.run) : `${heraldName(run.run)}-${own.length + 1}`;
  await workflows.start({ machineArn, name, input });
}

function isHeraldOf(run: string, name: string): boolean {
  return name === heraldName(run) || name.startsWith(`${heraldName(run)}-`);
}
