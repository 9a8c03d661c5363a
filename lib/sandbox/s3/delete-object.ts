import type { AwsResponse } from '../wire/aws-request.ts';
import { addVersion, currentVersion, findVersion, nextVersionId, now, removeVersion } from './bucket.ts';
import { NULL_VERSION } from './object-version.ts';
import { requireVersionId } from './read-object.ts';
import { emptyAnswer, versionHeader, type ObjectCall } from './s3-call.ts';
import { checkDeleteCondition } from './write-condition.ts';

/** Deleting what is not there succeeds. Without a version id, a versioned bucket keeps all and adds a marker. */
export function deleteObject(call: ObjectCall): AwsResponse {
  const { bucket, key, request, versionId } = call;
  checkDeleteCondition({ key, current: currentVersion(bucket, key), headers: request.headers });
  if (versionId !== undefined) return deleteVersion(call, versionId);
  if (bucket.versioning) return addMarker(call);
  removeVersion(bucket, key, NULL_VERSION);
  return emptyAnswer(call, 204);
}

function addMarker(call: ObjectCall): AwsResponse {
  const versionId = nextVersionId(call.bucket);
  addVersion(call.bucket, call.key, { kind: 'delete-marker', versionId, lastModified: now() });
  return emptyAnswer(call, 204, { 'x-amz-delete-marker': 'true', 'x-amz-version-id': versionId });
}

function deleteVersion(call: ObjectCall, versionId: string): AwsResponse {
  requireVersionId(versionId);
  const removed = findVersion(call.bucket, call.key, versionId);
  removeVersion(call.bucket, call.key, versionId);
  const marker = removed?.kind === 'delete-marker' ? { 'x-amz-delete-marker': 'true' } : {};
  return emptyAnswer(call, 204, { ...versionHeader(call.bucket, versionId), ...marker });
}
