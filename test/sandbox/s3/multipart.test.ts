import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../../lib/sandbox/s3/checksums/algorithms.ts';
import { openS3 } from './open-s3.ts';

const FIVE_MB = 5 * 1024 * 1024;
const Bucket = 'plain';
const s3 = openS3();
let Key: string;

beforeEach(() => {
  Key = `key/${randomBytes(4).toString('hex')}`;
});

async function begin(more: Partial<CreateMultipartUploadCommandInput> = {}): Promise<string> {
  const { UploadId } = await s3.here.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
  return UploadId ?? '';
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
  const part = await s3.here.send(
    new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
  );
  return { ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32, PartNumber };
}

function complete(UploadId: string, Parts: CompletedPart[]) {
  return s3.here.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
}

test('parts that came in any order make one object, with what was said at the beginning', async () => {
  const [one, two] = [randomBytes(FIVE_MB), randomBytes(100)];
  const id = await begin({
    ContentType: 'text/plain',
    Metadata: { run: '7' },
    Tagging: 'a=b',
    ChecksumAlgorithm: 'CRC32',
  });
  const second = await upload(id, 9, two);
  const first = await upload(id, 2, one);
  await expect(s3.here.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  const done = await complete(id, [first, second]);
  const md5s = [one, two].map((part) => createHash('md5').update(part).digest());
  const etag = `"${createHash('md5').update(Buffer.concat(md5s)).digest('hex')}-2"`;
  const crcs = Buffer.concat([one, two].map((part) => digestOf('crc32', part)));
  expect(done).toMatchObject({
    ETag: etag,
    ChecksumCRC32: `${digestOf('crc32', crcs).toString('base64')}-2`,
    ChecksumType: 'COMPOSITE',
  });
  const got = await s3.here.send(new GetObjectCommand({ Bucket, Key }));
  expect(got).toMatchObject({ ETag: etag, ContentType: 'text/plain', Metadata: { run: '7' }, TagCount: 1 });
  expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([one, two]))).toBe(
    true,
  );
});

test.each(['CRC64NVME', 'CRC32C'] as const)(
  'a checksum %s of the whole object is held against it',
  async (algorithm) => {
    const body = Buffer.from('all of it');
    const id = await begin({ ChecksumAlgorithm: algorithm, ChecksumType: 'FULL_OBJECT' });
    const part = await s3.here.send(
      new UploadPartCommand({
        Bucket,
        Key,
        UploadId: id,
        PartNumber: 1,
        Body: body,
        ChecksumAlgorithm: algorithm,
      }),
    );
    const member = `Checksum${algorithm}`;
    const ask = (claim: string) =>
      s3.here.send(
        new CompleteMultipartUploadCommand({
          Bucket,
          Key,
          UploadId: id,
          MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag }] },
          [member]: claim,
          ChecksumType: 'FULL_OBJECT',
        }),
      );
    const digest = digestOf(algorithm === 'CRC32C' ? 'crc32c' : 'crc64nvme', body);
    const wrong = Buffer.from(digest).fill(1).toString('base64');
    await expect(ask(wrong)).rejects.toMatchObject({ name: 'BadDigest' });
    expect(await ask(digest.toString('base64'))).toMatchObject({
      [member]: digest.toString('base64'),
      ChecksumType: 'FULL_OBJECT',
    });
  },
);

test('parts out of order, unknown, or too small are refused as S3 words it, and the upload stays', async () => {
  const id = await begin();
  const [first, second] = [await upload(id, 1, randomBytes(10)), await upload(id, 2, randomBytes(10))];
  await expect(complete(id, [second, first])).rejects.toMatchObject({
    name: 'InvalidPartOrder',
    message: 'The list of parts was not in ascending order. Parts must be ordered by part number.',
  });
  await expect(complete(id, [{ PartNumber: 3, ETag: '"0123"' }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(id, [first, second])).rejects.toMatchObject({
    name: 'EntityTooSmall',
    message: 'Your proposed upload is smaller than the minimum allowed size',
  });
  await complete(id, [second]);
  await expect(complete(id, [second])).rejects.toMatchObject({
    name: 'NoSuchUpload',
    $metadata: { httpStatusCode: 404 },
  });
});

test('a part is numbered from 1 to 10,000', async () => {
  const id = await begin();
  await expect(upload(id, 10_001, Buffer.from('x'))).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Part number must be an integer between 1 and 10000, inclusive',
  });
});

test('uploads under way and their parts are listed in pages, until one is aborted', async () => {
  const id = await begin();
  for (const number of [1, 2, 3]) await upload(id, number, Buffer.from(String(number)));
  const list = (more: object) => s3.here.send(new ListPartsCommand({ Bucket, Key, UploadId: id, ...more }));
  const first = await list({ MaxParts: 2 });
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
  const second = await list({ PartNumberMarker: first.NextPartNumberMarker });
  expect(
    [...(first.Parts ?? []), ...(second.Parts ?? [])].map((part) => [part.PartNumber, part.Size]),
  ).toEqual([
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
  const uploads = async () =>
    (await s3.here.send(new ListMultipartUploadsCommand({ Bucket, Prefix: Key }))).Uploads?.map(
      (one) => one.UploadId,
    );
  expect(await uploads()).toEqual([id]);
  await s3.here.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id }));
  expect(await uploads()).toBeUndefined();
});

test('a part is copied from a range of another object', async () => {
  await s3.here.send(new PutObjectCommand({ Bucket, Key: 'source', Body: '0123456789' }));
  const id = await begin();
  const copy = (CopySourceRange: string) =>
    s3.here.send(
      new UploadPartCopyCommand({
        Bucket,
        Key,
        UploadId: id,
        PartNumber: 1,
        CopySource: `${Bucket}/source`,
        CopySourceRange,
      }),
    );
  await expect(copy('bytes=5-10')).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Range specified is not valid for source object of size: 10',
  });
  const { CopyPartResult } = await copy('bytes=2-4');
  await complete(id, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
  const got = await s3.here.send(new GetObjectCommand({ Bucket, Key }));
  expect(await got.Body?.transformToString()).toBe('234');
});
