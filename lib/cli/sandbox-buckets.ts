import { divergenceBucket } from '../domain/divergence/divergence-bucket.ts';
import type { Bucket } from '../domain/plan/bucket.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { BucketConfig } from '../sandbox/sandbox-config.ts';

/** How many objects each of the plan's buckets begins with. */
const OBJECTS = 12;

/** The buckets of the sites, which runs use and which keep evidence, with the divergence store beside each, and the plan's own, which begin with some objects and their copies. */
export function bucketsOf({ sites: { primary, recovery, witness }, buckets }: RecoveryPlan): BucketConfig[] {
  const empty = { versioning: true, objectLock: false, objects: [] };
  return [
    ...[primary, recovery, ...(witness ? [witness] : [])].map(({ bucket, region }) => ({
      ...empty,
      objectLock: true,
      name: bucket,
      region,
    })),
    ...[primary, recovery].map(({ bucket, region }) => ({
      ...empty,
      name: divergenceBucket(bucket),
      region,
    })),
    ...buckets.flatMap((bucket) => [
      { ...empty, name: bucket.replica, region: recovery.region },
      {
        ...empty,
        name: bucket.primary,
        region: primary.region,
        replicateTo: bucket.replica,
        objects: objectsOf(bucket),
      },
    ]),
  ];
}

/** Texts of several sizes, the same in every sandbox. */
function objectsOf({ id }: Bucket): BucketConfig['objects'] {
  return Array.from({ length: OBJECTS }, (_, index) => ({
    key: `${id}/2026/${String(index + 1).padStart(4, '0')}.txt`,
    text: `object ${index + 1} of ${id}\n`.repeat(1 + index * index),
  }));
}
