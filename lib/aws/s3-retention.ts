import {
  GetObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type DefaultRetention,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketRetention } from '../domain/evidence/bucket-retention.ts';
import type { BucketRef } from '../ports/buckets.ts';
import type { Retention } from '../ports/retention.ts';
import { errorName } from './aws-failure.ts';
import { callBucket } from './s3-refusal.ts';

const DAY_SECONDS = 86_400;
/** A leap year's: what is kept for years by a bucket is never kept for less because of this. */
const YEAR_DAYS = 366;

/** Object Lock of a bucket on S3: docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html */
export function makeS3Retention(s3: S3Client, ref: BucketRef): Retention {
  const Bucket = ref.bucket;
  return {
    store: () => callBucket(ref, () => storeOf(s3, Bucket)),
    keep: async (Key, { mode, until }) => {
      const kept = { Mode: mode, RetainUntilDate: new Date(until / 1000) };
      const command = new PutObjectRetentionCommand({ Bucket, Key, Retention: kept });
      await callBucket(ref, () => s3.send(command));
    },
  };
}

async function storeOf(s3: S3Client, Bucket: string): Promise<BucketRetention> {
  try {
    const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    if (ObjectLockConfiguration?.ObjectLockEnabled !== 'Enabled') return { objectLock: 'off' };
    return { objectLock: 'on', byDefault: defaultOf(ObjectLockConfiguration.Rule?.DefaultRetention) };
  } catch (error) {
    if (errorName(error) === 'ObjectLockConfigurationNotFoundError') return { objectLock: 'off' };
    throw error;
  }
}

function defaultOf(rule: DefaultRetention | undefined) {
  const days = rule?.Days ?? (rule?.Years ?? 0) * YEAR_DAYS;
  if (!rule?.Mode || days === 0) return null;
  return { mode: rule.Mode, seconds: days * DAY_SECONDS };
}
