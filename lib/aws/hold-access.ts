import { S3Client } from '@aws-sdk/client-s3';
import type { BucketRef } from '../ports/buckets.ts';
import type { LegalHolds } from '../ports/legal-holds.ts';
import type { Retention } from '../ports/retention.ts';
import { patientOptions } from './client-options.ts';
import { makeS3LegalHolds } from './s3-legal-holds.ts';
import { makeS3Retention } from './s3-retention.ts';
import type { Account } from './site-access.ts';

/** What a bucket says of Object Lock, and the holds that it has. */
export type HoldAccess = LegalHolds & Pick<Retention, 'store'>;

/** The legal holds of an evidence bucket, as the command line reaches them. */
export function accessHolds(
  { endpoint, credentials }: Account,
  ref: BucketRef,
): HoldAccess & { close(): void } {
  const s3 = new S3Client({ ...patientOptions(ref.region), endpoint, credentials, forcePathStyle: true });
  const retention = makeS3Retention(s3, ref);
  return { ...makeS3LegalHolds(s3, ref), store: () => retention.store(), close: () => s3.destroy() };
}
