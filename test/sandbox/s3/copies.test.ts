import {
  CopyObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  type CopyObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { HERE, openS3, THERE } from './open-s3.ts';

const Bucket = 'here';
let isHereReachable = true;
const s3 = openS3({ isReachable: (region) => region !== HERE || isHereReachable });

const put = (Key: string, Body: string) =>
  s3.here.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body,
      Metadata: { run: '7' },
      Tagging: 'a=b',
      ChecksumAlgorithm: 'SHA256',
    }),
  );
const copy = (more: Partial<CopyObjectCommandInput>) =>
  s3.here.send(new CopyObjectCommand({ Bucket, Key: 'target', CopySource: 'here/source', ...more }));

test('a copy has the content, metadata, tags and checksum of its source', async () => {
  const source = await put('source', 'first');
  await put('source', 'second');
  const done = await copy({ CopySource: `here/source?versionId=${source.VersionId}` });
  expect(done).toMatchObject({
    CopySourceVersionId: source.VersionId,
    CopyObjectResult: { ETag: source.ETag, ChecksumSHA256: source.ChecksumSHA256 },
  });
  const got = await s3.here.send(new GetObjectCommand({ Bucket, Key: 'target' }));
  expect(got).toMatchObject({ Metadata: { run: '7' }, VersionId: done.VersionId, TagCount: 1 });
  expect(await got.Body?.transformToString()).toBe('first');
});

test('directives replace metadata and tags', async () => {
  await put('source', 'x');
  await copy({
    MetadataDirective: 'REPLACE',
    Metadata: { run: '8' },
    TaggingDirective: 'REPLACE',
    Tagging: 'c=d',
  });
  const got = await s3.here.send(new GetObjectCommand({ Bucket, Key: 'target' }));
  expect(got.Metadata).toEqual({ run: '8' });
  const tags = await s3.here.send(new GetObjectTaggingCommand({ Bucket, Key: 'target' }));
  expect(tags.TagSet).toEqual([{ Key: 'c', Value: 'd' }]);
});

test('an object is not copied onto itself without a change', async () => {
  await put('source', 'x');
  await expect(copy({ Key: 'source' })).rejects.toMatchObject({ name: 'InvalidRequest' });
  await copy({ Key: 'source', MetadataDirective: 'REPLACE', Metadata: {} });
});

test('a copy depends on its source’s conditions', async () => {
  const { ETag } = await put('source', 'x');
  await expect(copy({ CopySourceIfMatch: '"0123"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(copy({ CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  await expect(copy({ CopySourceIfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
    name: 'PreconditionFailed',
  });
  await copy({ CopySourceIfMatch: ETag });
});

test.each([
  ['match', () => ({ CopySourceIfMatch: '"0123"' })],
  ['unmodified-since', () => ({ CopySourceIfUnmodifiedSince: new Date(0) })],
  ['none-match', (etag: string | undefined) => ({ CopySourceIfNoneMatch: etag })],
  ['modified-since', () => ({ CopySourceIfModifiedSince: new Date(Date.now() + 60_000) })],
])('a copy whose condition %s does not hold names it', async (name, conditions) => {
  const { ETag } = await put('source', 'x');
  await expect(copy(conditions(ETag))).rejects.toMatchObject({
    name: 'PreconditionFailed',
    Condition: `x-amz-copy-source-if-${name}`,
  });
});

test(`a copy into ${THERE} reads the source in ${HERE}, as long as that can be reached`, async () => {
  await put('source', 'x');
  const abroad = () =>
    s3.there.send(new CopyObjectCommand({ Bucket: 'there', Key: 'target', CopySource: 'here/source' }));
  await abroad();
  isHereReachable = false;
  await expect(abroad()).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  isHereReachable = true;
});

test('a range is answered as such', async () => {
  await put('source', '0123456789');
  const read = async (Range: string) => {
    const got = await s3.here.send(new GetObjectCommand({ Bucket, Key: 'source', Range }));
    return [got.$metadata.httpStatusCode, got.ContentRange, await got.Body?.transformToString()];
  };
  expect(await read('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
  expect(await read('bytes=-3')).toEqual([206, 'bytes 7-9/10', '789']);
  expect(await read('bytes=8-')).toEqual([206, 'bytes 8-9/10', '89']);
  await expect(read('bytes=10-')).rejects.toMatchObject({
    name: 'InvalidRange',
    $metadata: { httpStatusCode: 416 },
  });
});
