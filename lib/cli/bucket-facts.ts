import { lookAtOrchestrator } from '../aws/orchestrator-look.ts';
import type { Account } from '../aws/site-access.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { PreflightFacts } from '../domain/preflight/preflight-facts.ts';
import type { Ask } from '../steps/step/database-facts.ts';

/** In which regions the buckets stand that a failover of a plan writes to. */
export async function bucketFacts(
  { sites: { primary, recovery, witness }, buckets }: RecoveryPlan,
  account: Account,
  ask: Ask,
): Promise<PreflightFacts['buckets']> {
  const wanted = [
    ...[primary, recovery, ...(witness ? [witness] : [])].map(({ bucket, region }) => ({
      name: bucket,
      planned: region,
    })),
    ...buckets.map((bucket) => ({ name: bucket.replica, planned: recovery.region })),
  ];
  return Promise.all(
    wanted.map(async ({ name, planned }) => {
      const look = lookAtOrchestrator(account, planned);
      const region = await ask(() => look.bucketRegion(name)).finally(() => look.close());
      return { name, planned, region };
    }),
  );
}
