import type { AwsResponse } from '../../wire/aws-request.ts';
import { now } from '../bucket.ts';
import { headerOf } from '../checksums/algorithms.ts';
import { etagOf, verifyChecksums } from '../checksums/verify-checksums.ts';
import { emptyAnswer, type ObjectCall } from '../s3-call.ts';
import { invalidRequest } from '../s3-errors.ts';
import { findUpload, type MultipartUpload, partNumberOf } from './upload.ts';

/** Stores a part; one of the same number is replaced. */
export function uploadPart(call: ObjectCall): AwsResponse {
  const upload = findUpload(call);
  const number = partNumberOf(call);
  const { headers, body } = call.request;
  const checksums = verifyChecksums(headers, body);
  refuseOtherAlgorithm(upload, checksums);
  const etag = etagOf(body);
  upload.parts.set(number, { number, body, etag, lastModified: now(), checksums });
  return emptyAnswer(call, 200, { etag, ...checksums });
}

function refuseOtherAlgorithm(
  { algorithm }: MultipartUpload,
  checksums: Readonly<Record<string, string>>,
): void {
  if (algorithm === undefined) return;
  const other = Object.keys(checksums).find((name) => name !== headerOf(algorithm));
  const actual = other?.slice(headerOf(algorithm).lastIndexOf('-') + 1);
  if (actual === undefined) return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${actual}`,
  );
}
