import type { AwsResponse } from '../wire/aws-request.ts';
import { addVersion, currentVersion, nextVersionId, now } from './bucket.ts';
import { etagOf, verifyChecksums } from './checksum.ts';
import { emptyAnswer, versionHeader, type ObjectCall } from './s3-call.ts';
import { checkWriteCondition } from './write-condition.ts';

/** Headers of the object that S3 gives back as they came. */
const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

export function putObject(call: ObjectCall): AwsResponse {
  const { bucket, key, request } = call;
  checkWriteCondition({ key, current: currentVersion(bucket, key), headers: request.headers });
  const checksums = verifyChecksums(request.headers, request.body);
  const versionId = nextVersionId(bucket);
  const etag = etagOf(request.body);
  const headers = keptHeaders(request.headers);
  addVersion(bucket, key, {
    kind: 'object',
    versionId,
    lastModified: now(),
    body: request.body,
    etag,
    headers,
    checksums,
  });
  return emptyAnswer(call, 200, { etag, ...versionHeader(bucket, versionId), ...checksumHeaders(checksums) });
}

export function checksumHeaders(checksums: Readonly<Record<string, string>>): Record<string, string> {
  return Object.keys(checksums).length === 0 ? {} : { ...checksums, 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function keptHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers)
    .filter(([name]) => KEPT.includes(name) || name.startsWith('x-amz-meta-'))
    .map(([name, value]): [string, string] => [
      name,
      name === 'content-encoding' ? withoutFraming(value) : value,
    ])
    .filter(([, value]) => value !== '');
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept) };
}

/** aws-chunked is framing of the transfer and no property of the object. */
function withoutFraming(encoding: string): string {
  const codings = encoding.split(',').map((coding) => coding.trim());
  return codings.filter((coding) => coding !== 'aws-chunked').join(',');
}
