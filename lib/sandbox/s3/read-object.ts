import type { AwsResponse } from '../wire/aws-request.ts';
import { parseRange } from './byte-range.ts';
import { checksumHeaders, describeObject } from './describe-object.ts';
import { findObject } from './find-object.ts';
import { checkReadCondition } from './read-condition.ts';
import { emptyAnswer, type ObjectCall } from './s3-call.ts';

/** What GetObject and HeadObject have in common: find, hold conditions, cut out, and describe. */
export function readObject(call: ObjectCall): AwsResponse & { readonly body: Buffer } {
  const { headers } = call.request;
  const object = findObject(call);
  checkReadCondition(headers, object);
  const range = parseRange(headers['range'], object.body.length);
  const body = range ? object.body.subarray(range.start, range.end) : object.body;
  // The checksum is that of the whole object: S3 leaves it away from a part.
  const wantsChecksums = headers['x-amz-checksum-mode'] === 'ENABLED' && !range;
  const described = {
    ...describeObject(call.bucket, object),
    'content-length': String(body.length),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end - 1}/${object.body.length}` }),
    ...(wantsChecksums ? checksumHeaders(object) : {}),
  };
  return { ...emptyAnswer(call, range ? 206 : 200, described), body };
}
