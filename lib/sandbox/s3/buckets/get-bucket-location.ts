import type { AwsResponse } from '../../wire/aws-request.ts';
import { documentAnswer, type BucketCall } from '../s3-call.ts';

/** Empty for a bucket in us-east-1 (API reference, GetBucketLocation). */
export function getBucketLocation(call: BucketCall): AwsResponse {
  const { region } = call.bucket;
  return documentAnswer(call, {
    name: 'LocationConstraint',
    content: region === 'us-east-1' ? undefined : region,
  });
}
