import { currentVersion, findVersion, replaceVersion } from './bucket.ts';
import type { StoredObject } from './object-version.ts';
import type { ObjectCall } from './s3-call.ts';
import { deleteMarkerRead, invalidArgument, noSuchKey, noSuchVersion } from './s3-errors.ts';

/** The version that a request names, or the current one. @throws AwsError NoSuchKey, NoSuchVersion, MethodNotAllowed */
export function findObject(call: ObjectCall): StoredObject {
  return call.versionId === undefined ? current(call) : byVersion(call, call.versionId);
}

/** Changes what is said of a version and not its content; a rule that copies it copies that as well. */
export function amendObject({ bucket, key, store }: ObjectCall, object: StoredObject): void {
  replaceVersion(bucket, key, object);
  store.replicator.follow(bucket, key, object);
}

/** Ids of S3 are 32 characters; anything else is no id at all. */
export function requireVersionId(versionId: string): void {
  if (/^([\w.-]{32}|null)$/.test(versionId)) return;
  throw invalidArgument('Invalid version id specified', { name: 'versionId', value: versionId });
}

function current({ bucket, key }: ObjectCall): StoredObject {
  const version = currentVersion(bucket, key);
  if (version?.kind === 'object') return version;
  throw noSuchKey(key, version);
}

function byVersion({ bucket, key }: ObjectCall, versionId: string): StoredObject {
  requireVersionId(versionId);
  const version = findVersion(bucket, key, versionId);
  if (!version) throw noSuchVersion(key, versionId);
  if (version.kind === 'delete-marker') throw deleteMarkerRead(version);
  return version;
}
