import { join } from 'node:path';
import { readRuns } from '../console/read-runs.ts';
import type { RunLine } from '../console/run-facts.ts';
import { factWithin } from './fact-within.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { runNow } from './run-now.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';

/** How `muster runs` looks at what stands. */
export function standingRuns(state: StateDirectory) {
  return { now: (run: string) => runNow(state, run), elsewhere: () => runsElsewhere(state) };
}

/**
 * Runs of the standing sandbox, also those that were started from the console or at another machine. None where nothing
 * stands, or its recovery region does not answer: a list waits no longer.
 */
async function runsElsewhere(state: StateDirectory): Promise<readonly RunLine[]> {
  const found = await factWithin(async () => {
    const sandbox = await standingSandbox(state);
    const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
    return withPlanAccess(sandbox, plan, ({ recovery: { objects, executions }, machineArns }) =>
      readRuns({ objects, executions, machineArns }),
    );
  });
  return found.known ? found.value : [];
}
