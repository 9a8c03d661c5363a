import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';

/** Ends copying; what was written before and waits is copied still. */
export function deleteBucketReplication(call: BucketCall): AwsResponse {
  call.bucket.replication = undefined;
  return emptyAnswer(call, 204);
}
