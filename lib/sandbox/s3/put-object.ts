import type { AwsResponse } from '../wire/aws-request.ts';
import { currentVersion } from './bucket.ts';
import { etagOf, verifyChecksums } from './checksums/verify-checksums.ts';
import { keptHeaders } from './kept-headers.ts';
import { requireChecksumOfLocked } from './lock/lock-headers.ts';
import { emptyAnswer, type ObjectCall } from './s3-call.ts';
import { storeObject, writtenHeaders } from './store-object.ts';
import { tagsOfHeader } from './tagging/parse-tags.ts';
import { checkWriteCondition } from './write-condition.ts';

export function putObject(call: ObjectCall): AwsResponse {
  const { bucket, key, request } = call;
  checkWriteCondition({ key, current: currentVersion(bucket, key), headers: request.headers });
  requireChecksumOfLocked(bucket, request.headers);
  const object = storeObject(call, {
    body: request.body,
    checksums: verifyChecksums(request.headers, request.body),
    checksumType: 'FULL_OBJECT',
    etag: etagOf(request.body),
    headers: keptHeaders(request.headers),
    tags: tagsOfHeader(request.headers['x-amz-tagging']),
  });
  return emptyAnswer(call, 200, writtenHeaders(call, object));
}
