import { AwsError } from '../wire/aws-error.ts';
import type { StoredObject } from './object-version.ts';
import { preconditionFailed } from './s3-errors.ts';
import { matchesEtag } from './write-condition.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Conditional reads. An ETag outranks a date on each side (RFC 9110, section 13.2.2).
 * @throws AwsError PreconditionFailed (412) or NotModified (304, which travels without a body)
 */
export function checkReadCondition(headers: Headers, object: StoredObject): void {
  checkMustMatch(headers, object);
  checkMustDiffer(headers, object);
}

function checkMustMatch(headers: Headers, object: StoredObject): void {
  const etag = headers['if-match'];
  if (etag !== undefined) {
    if (!matchesAny(etag, object)) throw preconditionFailed('If-Match');
    return;
  }
  const since = headers['if-unmodified-since'];
  if (since !== undefined && object.lastModified.getTime() > Date.parse(since)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
}

function checkMustDiffer(headers: Headers, object: StoredObject): void {
  const etag = headers['if-none-match'];
  if (etag !== undefined) {
    if (matchesAny(etag, object)) throw notModified(object);
    return;
  }
  const since = headers['if-modified-since'];
  if (since !== undefined && object.lastModified.getTime() <= Date.parse(since)) throw notModified(object);
}

function matchesAny(claimed: string, object: StoredObject): boolean {
  return claimed === '*' || claimed.split(',').some((one) => matchesEtag(one.trim(), object.etag));
}

function notModified(object: StoredObject): AwsError {
  const headers = { etag: object.etag, 'last-modified': object.lastModified.toUTCString() };
  return new AwsError('NotModified', 'Not Modified', 304, { headers });
}
