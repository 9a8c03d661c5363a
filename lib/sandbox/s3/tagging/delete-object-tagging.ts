import type { AwsResponse } from '../../wire/aws-request.ts';
import { amendObject, findObject } from '../find-object.ts';
import { emptyAnswer, versionHeader, type ObjectCall } from '../s3-call.ts';

export function deleteObjectTagging(call: ObjectCall): AwsResponse {
  const object = findObject(call);
  amendObject(call, { ...object, tags: [] });
  return emptyAnswer(call, 204, versionHeader(call.bucket, object.versionId));
}
