import type { AwsResponse } from '../../wire/aws-request.ts';
import { emptyAnswer, type ObjectCall } from '../s3-call.ts';
import { findUpload } from './upload.ts';

/** Drops the upload with all its parts. */
export function abortMultipartUpload(call: ObjectCall): AwsResponse {
  call.bucket.uploads.delete(findUpload(call).id);
  return emptyAnswer(call, 204);
}
