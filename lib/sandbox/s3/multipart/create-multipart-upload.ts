import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { now } from '../bucket.ts';
import { findAlgorithm, type Algorithm, type ChecksumType } from '../checksums/algorithms.ts';
import { keptHeaders } from '../kept-headers.ts';
import { LOCK_HEADERS, lockOfNewObject } from '../lock/lock-headers.ts';
import { opaqueId } from '../opaque-id.ts';
import { documentAnswer, type ObjectCall } from '../s3-call.ts';
import { invalidRequest } from '../s3-errors.ts';
import { tagsOfHeader } from '../tagging/parse-tags.ts';

/** Begins an upload; what the object will be beside its content is said here. */
export function createMultipartUpload(call: ObjectCall): AwsResponse {
  const { bucket, key, request } = call;
  const { headers } = request;
  lockOfNewObject(bucket, headers);
  const algorithm = algorithmOf(headers['x-amz-checksum-algorithm']);
  const checksumType = typeOf(algorithm, headers['x-amz-checksum-type']);
  const id = opaqueId(48);
  bucket.uploads.set(id, {
    id,
    key,
    initiated: now(),
    headers: keptHeaders(headers),
    tags: tagsOfHeader(headers['x-amz-tagging']),
    lock: Object.fromEntries(Object.entries(headers).filter(([name]) => LOCK_HEADERS.includes(name))),
    algorithm,
    checksumType,
    parts: new Map(),
  });
  const content = elements({ Bucket: bucket.name, Key: key, UploadId: id });
  const answered = algorithm && {
    'x-amz-checksum-algorithm': algorithm.toUpperCase(),
    'x-amz-checksum-type': checksumType,
  };
  return documentAnswer(call, { name: 'InitiateMultipartUploadResult', content }, answered);
}

function algorithmOf(name: string | undefined): Algorithm | undefined {
  if (name === undefined) return undefined;
  const found = findAlgorithm(name);
  if (found) return found;
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** Which algorithm can do what: S3 User Guide, "Checking object integrity", full object and composite checksums. */
function typeOf(algorithm: Algorithm | undefined, wanted: string | undefined): ChecksumType {
  if (algorithm === undefined && wanted !== undefined)
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  const own = algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  if (wanted === undefined || wanted === own) return own;
  if (wanted === 'FULL_OBJECT' && (algorithm === 'crc32' || algorithm === 'crc32c')) return wanted;
  throw invalidRequest(
    `The ${wanted} checksum type cannot be used with the ${String(algorithm)} checksum algorithm.`,
  );
}
