import { AwsError } from '../../wire/aws-error.ts';
import { findObject } from '../find-object.ts';
import type { StoredObject } from '../object-version.ts';
import type { ObjectCall } from '../s3-call.ts';
import { invalidArgument, noSuchBucket } from '../s3-errors.ts';
import { checkCopyCondition } from './copy-condition.ts';

export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  readonly object: StoredObject;
  /** Named when the source's bucket has versions. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The object that `x-amz-copy-source` names: `/bucket/key?versionId=…`, percent-encoded, in any region.
 * @throws AwsError for a source that is not there, cannot be reached, or does not hold the conditions
 */
export function readCopySource(call: ObjectCall): CopySource {
  const header = call.request.headers['x-amz-copy-source'] ?? '';
  const { bucket: name, key, versionId } = parse(header);
  const bucket = call.store.bucket(name);
  if (!bucket) throw noSuchBucket(name);
  // S3 reads the source in its own region: while that is lost, so is the copy.
  if (bucket.region !== call.bucket.region && !call.store.isReachable(bucket.region)) throw internalError();
  const object = findObject({ ...call, bucket, key, versionId });
  checkCopyCondition(call.request.headers, object);
  const headers = bucket.versioning ? { 'x-amz-copy-source-version-id': object.versionId } : {};
  return { bucket: name, key, object, headers };
}

function parse(header: string) {
  const [path = '', query = ''] = header.replace(/^\//, '').split('?versionId=');
  const text = decode(path, header);
  const slash = text.indexOf('/');
  if (slash < 1 || slash === text.length - 1) throw malformed(header);
  const versionId = query === '' ? undefined : query;
  return { bucket: text.slice(0, slash), key: text.slice(slash + 1), versionId };
}

function decode(path: string, header: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw malformed(header);
  }
}

function malformed(header: string): AwsError {
  const message = 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey';
  return invalidArgument(message, { name: 'x-amz-copy-source', value: header });
}

function internalError(): AwsError {
  return new AwsError('InternalError', 'We encountered an internal error. Please try again.', 500);
}
