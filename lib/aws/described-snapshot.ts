import type { DBSnapshot } from '@aws-sdk/client-rds';
import type { Instant } from '../domain/instant.ts';
import type { Snapshot } from '../ports/snapshots.ts';
import { tagsIn } from './rds-tags.ts';

/** A snapshot as DescribeDBSnapshots has it; one that has just been asked for may have no time yet. */
export function describedSnapshot(region: string, described: DBSnapshot): Snapshot {
  const createdAt = instantOf(described.SnapshotCreateTime);
  return {
    region,
    snapshot: described.DBSnapshotIdentifier ?? '',
    arn: described.DBSnapshotArn ?? '',
    instance: described.DBInstanceIdentifier ?? '',
    status: described.Status ?? 'unknown',
    percent: described.PercentProgress ?? 0,
    createdAt,
    takenAt: instantOf(described.OriginalSnapshotCreateTime) ?? createdAt,
    kmsKey: described.KmsKeyId ?? null,
    allocatedGiB: described.AllocatedStorage ?? 0,
    tags: tagsIn(described.TagList),
  };
}

/** The SDK's times are whole milliseconds. */
export function instantOf(at: Date | undefined): Instant | null {
  return at === undefined ? null : at.getTime() * 1000;
}
