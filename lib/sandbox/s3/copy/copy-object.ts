import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { algorithms, digestOf, findAlgorithm, headerOf, memberOf } from '../checksums/algorithms.ts';
import { etagOf } from '../checksums/verify-checksums.ts';
import { keptHeaders } from '../kept-headers.ts';
import type { StoredObject } from '../object-version.ts';
import { documentAnswer, versionHeader, type ObjectCall } from '../s3-call.ts';
import { invalidArgument, invalidRequest } from '../s3-errors.ts';
import { storeObject } from '../store-object.ts';
import { tagsOfHeader } from '../tagging/parse-tags.ts';
import { readCopySource, type CopySource } from './copy-source.ts';

type Checks = Pick<StoredObject, 'checksums' | 'checksumType'>;

/** Copies an object with its metadata and tags, unless a directive says that the request brings its own. */
export function copyObject(call: ObjectCall): AwsResponse {
  const source = readCopySource(call);
  const { headers } = call.request;
  const replaces = directive(headers, 'x-amz-metadata-directive') === 'REPLACE';
  const retags = directive(headers, 'x-amz-tagging-directive') === 'REPLACE';
  if (isOntoItself(call, source) && !replaces) throw ontoItself();
  const object = storeObject(call, {
    body: source.object.body,
    // One that was uploaded in parts is one part now (API reference, CopyObject).
    etag: etagOf(source.object.body),
    headers: replaces ? keptHeaders(headers) : source.object.headers,
    tags: retags ? tagsOfHeader(headers['x-amz-tagging']) : source.object.tags,
    ...checksOf(source.object, headers['x-amz-checksum-algorithm']),
  });
  const content = elements({
    LastModified: object.lastModified,
    ETag: object.etag,
    ...checksumMembers(object),
  });
  const answered = { ...source.headers, ...versionHeader(call.bucket, object.versionId) };
  return documentAnswer(call, { name: 'CopyObjectResult', content }, answered);
}

/** The members of a document that say an object's checksum. */
export function checksumMembers({ checksums, checksumType }: Checks): Record<string, string> {
  const found = algorithms().find((one) => checksums[headerOf(one)] !== undefined);
  const value = found && checksums[headerOf(found)];
  return value === undefined || found === undefined
    ? {}
    : { [memberOf(found)]: value, ChecksumType: checksumType };
}

function checksOf({ body, ...source }: StoredObject, wanted: string | undefined): Checks {
  const kept = wanted ?? algorithms().find((one) => source.checksums[headerOf(one)] !== undefined);
  if (kept === undefined) return { checksums: {}, checksumType: 'FULL_OBJECT' };
  const algorithm = findAlgorithm(kept);
  if (!algorithm)
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  const checksums = { [headerOf(algorithm)]: digestOf(algorithm, body).toString('base64') };
  return { checksums, checksumType: 'FULL_OBJECT' };
}

function directive(headers: Readonly<Record<string, string>>, name: string): 'COPY' | 'REPLACE' {
  const value = headers[name] ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  const what = name === 'x-amz-metadata-directive' ? 'metadata' : 'tagging';
  throw invalidArgument(`Unknown ${what} directive.`, { name, value });
}

function isOntoItself(call: ObjectCall, source: CopySource): boolean {
  return (
    source.bucket === call.bucket.name &&
    source.key === call.key &&
    call.request.headers['x-amz-copy-source']?.includes('versionId=') !== true
  );
}

function ontoItself() {
  return invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's " +
      'metadata, storage class, website redirect location or encryption attributes.',
  );
}
