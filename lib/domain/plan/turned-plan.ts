import type { RecoveryPlan } from './recovery-plan.ts';

/** A plan with its sites, instances and buckets in each other's places: of the way back, the plan of the way there. */
export function turnedPlan(plan: RecoveryPlan): RecoveryPlan {
  const { primary, recovery } = plan.sites;
  return {
    ...plan,
    sites: { ...plan.sites, primary: recovery, recovery: primary },
    databases: plan.databases.map((database) => ({
      ...database,
      primary: database.replica,
      replica: database.primary,
    })),
    buckets: plan.buckets.map((bucket) => ({ ...bucket, primary: bucket.replica, replica: bucket.primary })),
  };
}
