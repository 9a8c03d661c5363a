import type { Bucket } from './bucket.ts';
import type { StoredObject } from './object-version.ts';
import { versionHeader } from './s3-call.ts';

type Headers = Readonly<Record<string, string>>;

/** What every answer says of an object that it is about, its length apart. */
export function describeObject(bucket: Bucket, object: StoredObject): Record<string, string> {
  return {
    ...object.headers,
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    ...versionHeader(bucket, object.versionId),
    ...(object.tags.length > 0 ? { 'x-amz-tagging-count': String(object.tags.length) } : {}),
    ...lockHeaders(object),
    ...(object.replication ? { 'x-amz-replication-status': object.replication } : {}),
  };
}

export function checksumHeaders({
  checksums,
  checksumType,
}: Pick<StoredObject, 'checksums' | 'checksumType'>): Headers {
  return Object.keys(checksums).length === 0 ? {} : { ...checksums, 'x-amz-checksum-type': checksumType };
}

function lockHeaders({ retention, legalHold }: StoredObject): Headers {
  return {
    ...(retention && {
      'x-amz-object-lock-mode': retention.mode,
      'x-amz-object-lock-retain-until-date': retention.until.toISOString(),
    }),
    ...(legalHold && { 'x-amz-object-lock-legal-hold': legalHold }),
  };
}
