import { currentVersion, findVersion } from './bucket.ts';
import type { StoredObject } from './object-version.ts';
import { checksumHeaders } from './put-object.ts';
import { checkReadCondition } from './read-condition.ts';
import { versionHeader, type ObjectCall } from './s3-call.ts';
import { deleteMarkerRead, invalidArgument, noSuchKey, noSuchVersion } from './s3-errors.ts';

export interface ReadObject {
  readonly object: StoredObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** What GetObject and HeadObject have in common: find, hold conditions, and describe. */
export function readObject(call: ObjectCall): ReadObject {
  const object = call.versionId === undefined ? current(call) : byVersion(call, call.versionId);
  checkReadCondition(call.request.headers, object);
  const wantsChecksums = call.request.headers['x-amz-checksum-mode'] === 'ENABLED';
  return {
    object,
    headers: {
      ...object.headers,
      'content-length': String(object.body.length),
      etag: object.etag,
      'last-modified': object.lastModified.toUTCString(),
      ...versionHeader(call.bucket, object.versionId),
      ...(wantsChecksums ? checksumHeaders(object.checksums) : {}),
    },
  };
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
