import type { ObjectVersion } from './object-version.ts';
import { noSuchKey, notImplemented, preconditionFailed } from './s3-errors.ts';

export interface ConditionalWrite {
  readonly key: string;
  readonly current: ObjectVersion | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Conditional writes of PutObject: `If-None-Match: *` and `If-Match: <etag>` (S3 user guide, "How to prevent object
 * overwrites with conditional writes"). A delete marker counts as no object.
 * @throws AwsError PreconditionFailed, or NoSuchKey for `If-Match` on a key that is not there
 */
export function checkWriteCondition({ key, current, headers }: ConditionalWrite): void {
  const ifNoneMatch = headers['if-none-match'];
  const ifMatch = headers['if-match'];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') throw notImplemented('If-None-Match');
    if (current?.kind === 'object') throw preconditionFailed('If-None-Match');
  }
  if (ifMatch === undefined) return;
  if (current?.kind !== 'object') throw noSuchKey(key);
  if (!matchesEtag(ifMatch, current.etag)) throw preconditionFailed('If-Match');
}

/**
 * Conditional delete: `If-Match: <etag>` or `*` (any object). It is held against the current version (S3 user guide,
 * "How to perform conditional deletes"), here also when another version is named for deletion: the guide makes no
 * exception, and what S3 answers to the two together is not known.
 * @throws AwsError NoSuchKey, PreconditionFailed
 */
export function checkDeleteCondition({ key, current, headers }: ConditionalWrite): void {
  const ifMatch = headers['if-match'];
  if (headers['if-none-match'] !== undefined) throw notImplemented('If-None-Match');
  if (ifMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  const holds = current.kind === 'object' && (ifMatch === '*' || matchesEtag(ifMatch, current.etag));
  if (!holds) throw preconditionFailed('If-Match');
}

/** Clients send an ETag with or without its quotes. */
export function matchesEtag(claimed: string, etag: string): boolean {
  return claimed === etag || `"${claimed}"` === etag;
}
