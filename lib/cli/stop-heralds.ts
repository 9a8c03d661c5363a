import { join } from 'node:path';
import { accessSite, type Account } from '../aws/site-access.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { drillMachines, stateMachineArn } from './sandbox-world.ts';
import type { StateDirectory } from './state-directory.ts';

/**
 * Ends the heralds that wait for the end of quiet hours, or for a topic, where no run of the plan goes on: what they
 * would tell is about a sandbox that is to begin anew.
 */
export async function stopHeralds(account: Account, state: StateDirectory): Promise<void> {
  const { plan } = await loadPlan(join(state.sandbox, PLAN_FILE));
  const { executions, ...site } = accessSite(account, plan.sites.recovery);
  try {
    const machines = Object.values(drillMachines(plan));
    const runs = await Promise.all(machines.map((arn) => executions.list(arn, 'running')));
    if (runs.flat().length > 0) return;
    for (const { arn } of await executions.list(stateMachineArn(plan, 'herald'), 'running'))
      await executions.stop(arn, 'the sandbox begins anew');
  } finally {
    site.close();
  }
}
