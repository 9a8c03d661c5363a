import {
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Instant } from '../domain/instant.ts';
import type { ObjectHead } from '../domain/inventory/listed-object.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type {
  BucketRef,
  Buckets,
  CanaryOrder,
  ObjectRef,
  RemovedVersions,
  ReplicationRule,
  SentCanary,
} from '../ports/buckets.ts';
import { errorName } from './aws-failure.ts';
import { describedChecksum, describedObject } from './described-object.ts';
import { describedRule } from './described-replication.ts';
import { listCurrent, listVersions, type ListedVersion } from './listed-versions.ts';
import { callBucket } from './s3-refusal.ts';

export interface S3BucketsParts {
  readonly clientOf: (region: string) => S3Client;
  readonly now: () => Instant;
}

const VERSIONING = { Enabled: 'enabled', Suspended: 'suspended' } as const;

/** Buckets of S3, each by a client of its region. */
export function makeS3Buckets({ clientOf, now }: S3BucketsParts): Buckets {
  return {
    objects: (ref, after) => listCurrent(clientOf(ref.region), { ...ref, after }),
    settings: async (ref) => {
      const s3 = clientOf(ref.region);
      const [{ Status }, rules] = await Promise.all([
        callBucket(ref, () => s3.send(new GetBucketVersioningCommand({ Bucket: ref.bucket }))),
        replicationRules(s3, ref),
      ]);
      return { versioning: Status ? VERSIONING[Status] : 'off', rules };
    },
    putCanary: (order) => putCanary(clientOf(order.region), order, now),
    head: (ref) => head(clientOf(ref.region), ref),
    removeVersions: (ref) => removeVersions(clientOf(ref.region), ref),
  };
}

async function replicationRules(s3: S3Client, ref: BucketRef): Promise<readonly ReplicationRule[]> {
  const { ReplicationConfiguration } = await callBucket(ref, async () => {
    try {
      return await s3.send(new GetBucketReplicationCommand({ Bucket: ref.bucket }));
    } catch (error) {
      if (errorName(error) === 'ReplicationConfigurationNotFoundError')
        return { ReplicationConfiguration: undefined };
      throw error;
    }
  });
  return (ReplicationConfiguration?.Rules ?? []).map(describedRule);
}

/** One that is written again is a version more: nothing tells a first try that got through from one that did not. */
async function putCanary(s3: S3Client, order: CanaryOrder, now: () => Instant): Promise<SentCanary> {
  const { bucket, key, run, text } = order;
  return callBucket(order, async () => {
    const sentAt = now();
    const written = await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: 'text/plain',
        ChecksumAlgorithm: 'SHA256',
        Tagging: new URLSearchParams({ [RUN_TAG]: run }).toString(),
      }),
    );
    const checksum = describedChecksum(written);
    const versionId = written.VersionId ?? 'null';
    return {
      versionId,
      size: new TextEncoder().encode(text).length,
      checksum,
      sentAt,
      acknowledgedAt: now(),
    };
  });
}

async function head(s3: S3Client, ref: ObjectRef): Promise<ObjectHead | null> {
  const asked = { Bucket: ref.bucket, Key: ref.key, ChecksumMode: 'ENABLED' } as const;
  return callBucket(ref, async () => {
    try {
      return describedObject(ref.key, await s3.send(new HeadObjectCommand(asked)));
    } catch (error) {
      if (errorName(error) === 'NotFound') return null;
      throw error;
    }
  });
}

async function removeVersions(s3: S3Client, ref: ObjectRef): Promise<RemovedVersions> {
  const versions = await versionsOf(s3, ref);
  for (const { versionId } of versions) {
    await callBucket(ref, () =>
      s3.send(new DeleteObjectCommand({ Bucket: ref.bucket, Key: ref.key, VersionId: versionId })),
    );
  }
  const left = await versionsOf(s3, ref);
  return { removed: versions.length, left: left.length };
}

/** The prefix that is the whole key is also that of longer ones. */
async function versionsOf(s3: S3Client, ref: ObjectRef): Promise<readonly ListedVersion[]> {
  const found: ListedVersion[] = [];
  for await (const page of listVersions(s3, { ...ref, prefix: ref.key }))
    found.push(...page.filter(({ key }) => key === ref.key));
  return found;
}
