import { allowedRegions } from '../plan/allowed-regions.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { WithConditions } from '../run/with-conditions.ts';

interface GatedSite {
  readonly name: string;
  readonly region: string;
}

/** What the gates of the recovery site read of a plan, and of a run that was compiled from one. */
export interface GatedPlan {
  readonly name: string;
  readonly sites: { readonly primary: GatedSite; readonly recovery: GatedSite };
  readonly rpoSeconds: number;
  readonly databases: readonly GatedDatabase[];
  /** Regions that data may be in. */
  readonly allowedRegions: readonly string[];
}

export interface GatedDatabase {
  readonly id: string;
  readonly primary: { readonly instance: string };
  readonly replica: { readonly instance: string };
  readonly operatorSecret: string;
}

export function gatedPlan(plan: RecoveryPlan): GatedPlan {
  const { name, sites, databases, objectives } = plan;
  return { name, sites, databases, rpoSeconds: objectives.rpo.seconds, allowedRegions: allowedRegions(plan) };
}

/** Runs from before their input named the regions that data may be in had those of their sites. */
export function gatedRun({ plan, sites, databases, objectives, ...run }: WithConditions): GatedPlan {
  const { primary, recovery } = sites;
  const regions = run.allowedRegions ?? [primary.region, recovery.region];
  return { name: plan.name, sites, databases, rpoSeconds: objectives.rpoSeconds, allowedRegions: regions };
}
