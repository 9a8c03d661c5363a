import { BucketMissing, BucketRefused } from '../domain/failure.ts';
import type { BucketRef } from '../ports/buckets.ts';
import { callAwsAgain, errorName } from './aws-failure.ts';
import { isRefusal } from './rds-refusal.ts';

/**
 * Calls S3 on a bucket, again where it says nothing, and gives what it says no to its meaning.
 * @throws BucketMissing, BucketRefused, ThrottledUnknown, RegionUnreachable
 */
export async function callBucket<T>({ region, bucket }: BucketRef, call: () => Promise<T>): Promise<T> {
  const subject = `s3://${bucket} in ${region}`;
  try {
    return await callAwsAgain(subject, call);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (errorName(error) === 'NoSuchBucket')
      throw new BucketMissing({
        subject,
        seen: 'no such bucket',
        limit: 'the bucket of the plan',
        cause: error,
      });
    const seen = `${errorName(error)}: ${error.message}`;
    throw new BucketRefused({ subject, seen, limit: 'an answer', cause: error });
  }
}
