import { addVersion, nextVersionId, now } from './bucket.ts';
import { checksumHeaders } from './describe-object.ts';
import { lockOfNewObject } from './lock/lock-headers.ts';
import type { StoredObject } from './object-version.ts';
import { versionHeader, type ObjectCall } from './s3-call.ts';

export type NewObject = Pick<
  StoredObject,
  'body' | 'etag' | 'headers' | 'checksums' | 'checksumType' | 'tags'
>;

/** Adds a version to the key of a call, locked as the request or its bucket says, and has it copied by the rules. */
export function storeObject(call: ObjectCall, content: NewObject): StoredObject {
  const { bucket, key, request, store } = call;
  const object: StoredObject = {
    kind: 'object',
    versionId: nextVersionId(bucket),
    lastModified: now(),
    ...content,
    ...lockOfNewObject(bucket, request.headers),
  };
  addVersion(bucket, key, object);
  store.replicator.follow(bucket, key, object);
  return object;
}

/** What the answer to a write says of the version written. */
export function writtenHeaders({ bucket }: ObjectCall, object: StoredObject): Record<string, string> {
  return { etag: object.etag, ...versionHeader(bucket, object.versionId), ...checksumHeaders(object) };
}
