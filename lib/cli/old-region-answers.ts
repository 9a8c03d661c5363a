import { lookAtSite } from '../aws/site-look.ts';
import type { Account } from '../aws/site-access.ts';
import { RegionUnreachable } from '../domain/failure.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { UsageError } from './usage-error.ts';

/**
 * Refuses a way back whose old region is silent still: a run of it could read nothing there, and would keep its lock
 * until that region answers. Whatever else is wrong there the run finds itself. Takes the plan of the way there.
 * @throws UsageError
 */
export async function oldRegionMustAnswer(
  account: Account,
  { name, sites, databases }: Pick<RecoveryPlan, 'name' | 'sites' | 'databases'>,
): Promise<void> {
  const old = lookAtSite(account, sites.primary);
  const { region } = sites.primary;
  const looks = [
    ...databases.map(({ primary }) => old.databases.describe({ region, instance: primary.instance })),
    old.objects.get(runKeys.lock(name, 'switchover')),
  ];
  try {
    for (const { reason } of (await Promise.allSettled<unknown>(looks)).filter(isRejected))
      if (reason instanceof RegionUnreachable)
        throw new UsageError(
          `${region}, where the old primary is, does not answer (${reason.subject}: ${reason.seen}): nothing was begun. A way back needs that region: begin it once \`npx muster preflight\` finds it again`,
        );
  } finally {
    old.close();
  }
}

function isRejected(result: PromiseSettledResult<unknown>): result is PromiseRejectedResult {
  return result.status === 'rejected';
}
