import type { RecoveryPlan } from './recovery-plan.ts';

/** Regions that data of a plan may be in; without a list, those of its sites. */
export function allowedRegions({
  allowedRegions: named,
  sites: { primary, recovery, witness },
}: Pick<RecoveryPlan, 'allowedRegions' | 'sites'>): readonly string[] {
  return named ?? [primary, recovery, ...(witness ? [witness] : [])].map(({ region }) => region);
}
