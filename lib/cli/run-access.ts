import { join } from 'node:path';
import { executionArnOf } from '../domain/run/execution-arn.ts';
import { RunInput } from '../domain/run/run-input.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { PlanAccess } from './unfinished-runs.ts';
import { UsageError } from './usage-error.ts';

/** A run of the standing sandbox, as the commands that talk to it reach it. */
export interface RunAccess {
  readonly access: PlanAccess;
  readonly input: RunInput;
  readonly executionArn: string;
  /** RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  readonly status: string;
}

/** Reaches a run by its name for as long as `use` takes. @throws UsageError when there is none of the name */
export async function withRun<T>(
  { run, state }: { readonly run: string; readonly state: StateDirectory },
  use: (reached: RunAccess) => Promise<T>,
): Promise<T> {
  const sandbox = await standingSandbox(state);
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  return withPlanAccess(sandbox, plan, async (access) => {
    const { executions, workflows } = access.recovery;
    for (const machineArn of Object.values(access.machineArns)) {
      const executionArn = executionArnOf(machineArn, run);
      const status = await workflows.status(executionArn);
      if (status === null) continue;
      const input = RunInput.parse(await executions.inputOf(executionArn));
      return use({ access, input, executionArn, status });
    }
    throw new UsageError(
      `no run ${JSON.stringify(run)} has been started on the plan ${plan.name}; \`npx muster runs\` lists those that are over`,
    );
  });
}
