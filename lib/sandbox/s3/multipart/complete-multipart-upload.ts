import type { AwsResponse } from '../../wire/aws-request.ts';
import { elements } from '../../wire/xml.ts';
import { currentVersion } from '../bucket.ts';
import { badDigest } from '../checksums/verify-checksums.ts';
import { CHECKSUM_PREFIX } from '../checksums/algorithms.ts';
import { checksumMembers } from '../copy/copy-object.ts';
import { documentAnswer, versionHeader, type ObjectCall } from '../s3-call.ts';
import { invalidRequest } from '../s3-errors.ts';
import { storeObject } from '../store-object.ts';
import { checkWriteCondition } from '../write-condition.ts';
import { choosePartsOf } from './choose-parts.ts';
import { assemble } from './assemble.ts';
import { findUpload } from './upload.ts';

type Headers = Readonly<Record<string, string>>;

/** Makes an object of the parts that the request lists, in its order; parts that it leaves out are dropped. */
export function completeMultipartUpload(call: ObjectCall): AwsResponse {
  const { bucket, key, request } = call;
  const upload = findUpload(call);
  const parts = choosePartsOf(call, upload);
  checkWriteCondition({ key, current: currentVersion(bucket, key), headers: request.headers });
  const made = assemble(upload, parts);
  checkClaims(request.headers, made);
  bucket.uploads.delete(upload.id);
  const locked = { ...call, request: { ...request, headers: upload.lock } };
  const object = storeObject(locked, { ...made, headers: upload.headers, tags: upload.tags });
  const location = `http://${request.headers['host'] ?? 's3'}/${bucket.name}/${encodeURIComponent(key)}`;
  const content = elements({
    Location: location,
    Bucket: bucket.name,
    Key: key,
    ETag: object.etag,
    ...checksumMembers(object),
  });
  const document = { name: 'CompleteMultipartUploadResult', content };
  return documentAnswer(call, document, versionHeader(bucket, object.versionId));
}

/** What the request says of the whole object. @throws AwsError BadDigest, InvalidRequest */
function checkClaims(
  headers: Headers,
  made: { readonly body: Buffer; readonly checksums: Headers; readonly checksumType: string },
): void {
  const size = headers['x-amz-mp-object-size'];
  if (size !== undefined && Number(size) !== made.body.length)
    throw invalidRequest(`The provided 'x-amz-mp-object-size' header does not match what was computed.`);
  const type = headers['x-amz-checksum-type'];
  if (type !== undefined && type !== made.checksumType)
    throw invalidRequest(
      `The upload was created using the ${made.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  for (const [name, value] of Object.entries(headers)) {
    const mine = name.startsWith(CHECKSUM_PREFIX) ? made.checksums[name] : undefined;
    if (mine !== undefined && mine.replace(/-\d+$/, '') !== value.replace(/-\d+$/, ''))
      throw badDigest(name.slice(CHECKSUM_PREFIX.length).toUpperCase());
  }
}
