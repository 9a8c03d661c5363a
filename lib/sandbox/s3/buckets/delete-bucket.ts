import { AwsError } from '../../wire/aws-error.ts';
import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type BucketCall } from '../s3-call.ts';

/** Only an empty bucket can be deleted; versions and delete markers count. */
export function deleteBucket(call: BucketCall): AwsResponse {
  const { bucket, store } = call;
  if (bucket.keys.size > 0) {
    const message = bucket.versioning
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty';
    throw new AwsError('BucketNotEmpty', message, 409, { members: { BucketName: bucket.name } });
  }
  store.remove(bucket.name);
  return emptyAnswer(call, 204);
}
