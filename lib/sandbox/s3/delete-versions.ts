import { addVersion, findVersion, nextVersionId, now, removeVersion } from './bucket.ts';
import { requireVersionId } from './find-object.ts';
import { refuseLocked } from './lock/refuse-locked.ts';
import { NULL_VERSION, type DeleteMarker } from './object-version.ts';
import type { ObjectCall } from './s3-call.ts';

export interface Deleted {
  /** The version that was removed, or that of the marker that was added. */
  readonly versionId: string | undefined;
  /** Whether a marker was added, or removed. */
  readonly isMarker: boolean;
}

/** Deletes as both DeleteObject and DeleteObjects do. @throws AwsError AccessDenied for a locked version */
export function deleteVersions(call: ObjectCall): Deleted {
  if (call.versionId !== undefined) return removeOne(call, call.versionId);
  if (call.bucket.versioning) return addMarker(call);
  removeVersion(call.bucket, call.key, NULL_VERSION);
  return { versionId: undefined, isMarker: false };
}

function addMarker({ bucket, key, store }: ObjectCall): Deleted {
  const versionId = nextVersionId(bucket);
  const marker: DeleteMarker = { kind: 'delete-marker', versionId, lastModified: now() };
  addVersion(bucket, key, marker);
  store.replicator.follow(bucket, key, marker);
  return { versionId, isMarker: true };
}

function removeOne({ bucket, key, request }: ObjectCall, versionId: string): Deleted {
  requireVersionId(versionId);
  const found = findVersion(bucket, key, versionId);
  refuseLocked(found, request.headers);
  removeVersion(bucket, key, versionId);
  return { versionId, isMarker: found?.kind === 'delete-marker' };
}
