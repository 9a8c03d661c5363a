import { PutObjectLegalHoldCommand, type S3Client } from '@aws-sdk/client-s3';
import type { BucketRef } from '../ports/buckets.ts';
import type { HeldVersion, LegalHolds } from '../ports/legal-holds.ts';
import { listVersions } from './listed-versions.ts';
import { callBucket } from './s3-refusal.ts';

/** Legal holds of a bucket with Object Lock on S3. */
export function makeS3LegalHolds(s3: S3Client, ref: BucketRef): LegalHolds {
  return {
    versions: (prefix) => versionsOf(s3, ref, prefix),
    hold: async ({ key, versionId }, on) => {
      const command = new PutObjectLegalHoldCommand({
        Bucket: ref.bucket,
        Key: key,
        VersionId: versionId,
        LegalHold: { Status: on ? 'ON' : 'OFF' },
      });
      await callBucket(ref, () => s3.send(command));
    },
  };
}

async function versionsOf(s3: S3Client, ref: BucketRef, prefix: string): Promise<readonly HeldVersion[]> {
  const found: HeldVersion[] = [];
  for await (const page of listVersions(s3, { ...ref, prefix }))
    for (const { key, versionId, deleteMarker } of page) if (!deleteMarker) found.push({ key, versionId });
  return found;
}
