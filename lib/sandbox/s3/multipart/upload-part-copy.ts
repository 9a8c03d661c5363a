import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { now } from '../bucket.ts';
import { digestOf, headerOf, memberOf } from '../checksums/algorithms.ts';
import { etagOf } from '../checksums/verify-checksums.ts';
import { readCopySource } from '../copy/copy-source.ts';
import { documentAnswer, type ObjectCall } from '../s3-call.ts';
import { invalidArgument } from '../s3-errors.ts';
import { findUpload, partNumberOf } from './upload.ts';

const RANGE = 'x-amz-copy-source-range';

/** A part that is taken from an object, or from a range of one. */
export function uploadPartCopy(call: ObjectCall): AwsResponse {
  const upload = findUpload(call);
  const number = partNumberOf(call);
  const source = readCopySource(call);
  const body = cut(source.object.body, call.request.headers[RANGE]);
  const lastModified = now();
  const etag = etagOf(body);
  const digest = upload.algorithm && digestOf(upload.algorithm, body).toString('base64');
  const named =
    upload.algorithm && digest
      ? { header: headerOf(upload.algorithm), member: memberOf(upload.algorithm), digest }
      : undefined;
  const checksums = named ? { [named.header]: named.digest } : {};
  upload.parts.set(number, { number, body, etag, lastModified, checksums });
  const content = elements({
    LastModified: lastModified,
    ETag: etag,
    ...(named && { [named.member]: named.digest }),
  });
  return documentAnswer(call, { name: 'CopyPartResult', content }, source.headers);
}

/** Unlike a read, a copy takes no range that reaches beyond the object (API reference, UploadPartCopy). */
function cut(body: Buffer, range: string | undefined): Buffer {
  if (range === undefined) return body;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (first === undefined || last === undefined || Number(last) < Number(first))
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { name: RANGE, value: range },
    );
  if (Number(last) >= body.length)
    throw invalidArgument(`Range specified is not valid for source object of size: ${body.length}`, {
      name: RANGE,
      value: range,
    });
  return body.subarray(Number(first), Number(last) + 1);
}
