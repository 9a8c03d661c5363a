import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  paginateListObjectsV2,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const Bucket = 'plain';
const store = makeObjectStore([
  { name: Bucket, region: 'eu-west-1', versioning: false },
  { name: 'elsewhere', region: 'eu-central-1', versioning: false },
]);
let endpoint: OpenEndpoint;
let s3: S3Client;
let Key: string;

beforeAll(async () => {
  endpoint = await openEndpoint({ services: { s3: makeS3(store) } });
  s3 = new S3Client(endpoint.client('eu-west-1'));
});
beforeEach(() => {
  Key = `key/${randomBytes(4).toString('hex')}`;
});
afterAll(async () => {
  s3.destroy();
  await endpoint.close();
});

test('an object comes back with its body, ETag, type, metadata and checksum', async () => {
  const Body = 'a body & its <markup>';
  const put = await s3.send(
    new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain', Metadata: { run: '7' } }),
  );
  const got = await s3.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(await got.Body?.transformToString()).toBe(Body);
  const etag = `"${createHash('md5').update(Body).digest('hex')}"`;
  expect([put.ETag, got.ETag]).toEqual([etag, etag]);
  expect(got).toMatchObject({
    ContentType: 'text/plain',
    Metadata: { run: '7' },
    ContentLength: Body.length,
  });
  expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
  expect(put.VersionId).toBeUndefined();
  expect(store.peek('eu-west-1', Bucket, Key)?.toString()).toBe(Body);
});

test('a key with every awkward character survives signature, path and listing', async () => {
  const awkward = `${Key}/ä +&%2F=?#'()*!~<x>`;
  await s3.send(new PutObjectCommand({ Bucket, Key: awkward, Body: 'x' }));
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
  expect(listed.Contents?.map((one) => one.Key)).toEqual([awkward]);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: awkward }));
  expect(await got.Body?.transformToString()).toBe('x');
});

test('a streamed body arrives without its aws-chunked framing, its trailing checksum verified', async () => {
  const bytes = randomBytes(300_000);
  const put = await s3.send(
    new PutObjectCommand({
      Bucket,
      Key,
      Body: Readable.from([bytes]),
      ContentLength: bytes.length,
      ChecksumAlgorithm: 'SHA256',
    }),
  );
  expect(put.ChecksumSHA256).toBe(createHash('sha256').update(bytes).digest('base64'));
  expect(store.peek('eu-west-1', Bucket, Key)?.equals(bytes)).toBe(true);
});

test('a large body with Expect: 100-continue arrives whole', async () => {
  const bytes = randomBytes(5 * 1024 * 1024);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: bytes }));
  expect(store.peek('eu-west-1', Bucket, Key)?.equals(bytes)).toBe(true);
});

test('a checksum that does not match the body is refused, and nothing is stored', async () => {
  const wrong = s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ChecksumCRC32: 'AAAAAA==' }));
  await expect(wrong).rejects.toMatchObject({
    name: 'BadDigest',
    message: 'The CRC32 you specified did not match the calculated checksum.',
  });
  expect(store.peek('eu-west-1', Bucket, Key)).toBeUndefined();
});

test('If-None-Match: * creates once', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: '1', IfNoneMatch: '*' }));
  const again = s3.send(new PutObjectCommand({ Bucket, Key, Body: '2', IfNoneMatch: '*' }));
  await expect(again).rejects.toMatchObject({
    name: 'PreconditionFailed',
    message: 'At least one of the pre-conditions you specified did not hold',
    $metadata: { httpStatusCode: 412 },
  });
  expect(store.peek('eu-west-1', Bucket, Key)?.toString()).toBe('1');
});

test('of many concurrent writers with If-Match exactly one wins', async () => {
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'start' }));
  const writes = Array.from({ length: 20 }, (_, writer) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: `writer ${writer}`, IfMatch: ETag })),
  );
  const settled = await Promise.allSettled(writes);
  expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
});

test('If-Match on a key that is not there is NoSuchKey', async () => {
  const put = s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', IfMatch: '"0123"' }));
  await expect(put).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
});

test('a conditional read answers 304 without a body', async () => {
  const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const get = s3.send(new GetObjectCommand({ Bucket, Key, IfNoneMatch: ETag }));
  await expect(get).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
});

test('what is missing is named as S3 names it', async () => {
  const key = s3.send(new GetObjectCommand({ Bucket, Key }));
  await expect(key).rejects.toMatchObject({
    name: 'NoSuchKey',
    message: 'The specified key does not exist.',
  });
  await expect(s3.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
  const bucket = s3.send(new PutObjectCommand({ Bucket: 'nowhere', Key, Body: 'x' }));
  await expect(bucket).rejects.toMatchObject({
    name: 'NoSuchBucket',
    message: 'The specified bucket does not exist',
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
});

test('a bucket of another region redirects and names its region', async () => {
  const put = s3.send(new PutObjectCommand({ Bucket: 'elsewhere', Key, Body: 'x' }));
  await expect(put).rejects.toMatchObject({ name: 'PermanentRedirect', $metadata: { httpStatusCode: 301 } });
  const head = await s3.send(new HeadBucketCommand({ Bucket }));
  expect(head.BucketRegion).toBe('eu-west-1');
});

test('what the sandbox does not serve is refused, never ignored', async () => {
  const policy = s3.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }));
  await expect(policy).rejects.toMatchObject({ name: 'NotImplemented' });
  const encrypted = s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ServerSideEncryption: 'AES256' }));
  await expect(encrypted).rejects.toMatchObject({ name: 'NotImplemented' });
  const part = s3.send(new GetObjectCommand({ Bucket, Key, PartNumber: 1 }));
  await expect(part).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('a listing pages through keys in order and rolls them up at the delimiter', async () => {
  const names = Array.from({ length: 25 }, (_, index) => `${Key}/deep/${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => s3.send(new PutObjectCommand({ Bucket, Key: name, Body: name }))));
  await s3.send(new PutObjectCommand({ Bucket, Key: `${Key}/top`, Body: 'top' }));
  const found: (string | undefined)[] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3, pageSize: 7 },
    { Bucket, Prefix: `${Key}/deep/` },
  )) {
    found.push(...(page.Contents ?? []).map((one) => one.Key));
  }
  expect(found).toEqual(names);
  const rolled = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: `${Key}/`, Delimiter: '/' }));
  expect(rolled.CommonPrefixes).toEqual([{ Prefix: `${Key}/deep/` }]);
  expect(rolled.Contents?.map((one) => one.Key)).toEqual([`${Key}/top`]);
  const first = await s3.send(
    new ListObjectsV2Command({ Bucket, Prefix: `${Key}/`, Delimiter: '/', MaxKeys: 1 }),
  );
  expect(first).toMatchObject({
    IsTruncated: true,
    KeyCount: 1,
    CommonPrefixes: [{ Prefix: `${Key}/deep/` }],
  });
});
