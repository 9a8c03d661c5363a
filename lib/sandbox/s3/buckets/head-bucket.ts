import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';

export function headBucket(call: BucketCall): AwsResponse {
  return emptyAnswer(call, 200, { 'x-amz-bucket-region': call.bucket.region });
}
