import { type Account, accessSite } from '../aws/site-access.ts';
import { accessTemplates } from '../aws/template-access.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { drillMachines } from './sandbox-world.ts';
import type { PlanAccess } from './unfinished-runs.ts';

/** Access to both sites of a plan for as long as `use` takes. */
export async function withPlanAccess<T>(
  account: Account,
  plan: RecoveryPlan,
  use: (access: PlanAccess) => Promise<T>,
): Promise<T> {
  const recovery = accessSite(account, plan.sites.recovery);
  const primary = accessSite(account, plan.sites.primary);
  const templates = accessTemplates(account);
  const clock = makeSystemClock();
  const { region } = plan.sites.primary;
  try {
    return await use({
      plan: plan.name,
      machineArns: drillMachines(plan),
      recovery,
      primary,
      templates,
      now: () => clock.now(),
      sleep: (milliseconds) => clock.sleep(milliseconds),
      regions: [...new Set([region, plan.sites.recovery.region])],
    });
  } finally {
    recovery.close();
    primary.close();
    templates.close();
  }
}
