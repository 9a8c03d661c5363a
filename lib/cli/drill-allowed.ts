import { engagedWords } from '../domain/run/safety-lever.ts';
import type { Objects } from '../ports/objects.ts';
import { findSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { readLever } from '../steps/step/read-lever.ts';
import type { LoadedPlan } from './load-plan.ts';
import { withPlanAccess } from './plan-access.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

/** @throws UsageError while the safety lever of the recovery site is engaged */
export async function mustBeAllowed(objects: Pick<Objects, 'get'>): Promise<void> {
  const engaged = engagedWords(await readLever(objects));
  if (engaged !== null) throw new UsageError(`nothing was started: the safety lever is ${engaged}`);
}

/** Who has engaged the lever of what stands; null where drills may run, and where nothing stands that has one. */
export async function leverOfStanding(
  state: StateDirectory,
  { plan }: Pick<LoadedPlan, 'plan'>,
): Promise<string | null> {
  const sandbox = await findSandbox(state.sandbox);
  if (!sandbox) return null;
  return withPlanAccess(sandbox, plan, async ({ recovery }) =>
    engagedWords(await readLever(recovery.objects)),
  );
}
