import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';

/** A site's bucket, where it lies, and the region that keeps a copy of it. */
export interface DeployedSite {
  readonly bucket: string;
  readonly region: string;
  readonly copiedTo: string;
}

/** Each site of the plans once, by its bucket. */
export function sitesOf(plans: readonly RecoveryPlan[]): readonly DeployedSite[] {
  const all = plans.flatMap(({ sites: { primary, recovery } }) => [
    { bucket: primary.bucket, region: primary.region, copiedTo: recovery.region },
    { bucket: recovery.bucket, region: recovery.region, copiedTo: primary.region },
  ]);
  return [...new Map(all.map((site) => [site.bucket, site])).values()].toSorted((one, other) =>
    one.bucket.localeCompare(other.bucket, 'en'),
  );
}

/** The bucket of another region that holds a copy of a site's. Keys are the same, so it is nobody's site. */
export function copyOf(bucket: string): string {
  return `${bucket}-copy`;
}
