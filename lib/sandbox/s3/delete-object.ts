import type { AwsResponse } from '../wire/aws-request.ts';
import { currentVersion } from './bucket.ts';
import { deleteVersions } from './delete-versions.ts';
import { emptyAnswer, versionHeader, type ObjectCall } from './s3-call.ts';
import { checkDeleteCondition } from './write-condition.ts';

/** Deleting what is not there succeeds. Without a version id, a versioned bucket keeps all and adds a marker. */
export function deleteObject(call: ObjectCall): AwsResponse {
  const { bucket, key, request } = call;
  checkDeleteCondition({ key, current: currentVersion(bucket, key), headers: request.headers });
  const { versionId, isMarker } = deleteVersions(call);
  return emptyAnswer(call, 204, {
    ...(versionId === undefined ? {} : versionHeader(bucket, versionId)),
    ...(isMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  });
}
