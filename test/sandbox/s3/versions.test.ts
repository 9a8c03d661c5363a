import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { openEndpoint, type OpenEndpoint } from '../endpoint/open-endpoint.ts';

const Bucket = 'versioned';
let endpoint: OpenEndpoint;
let s3: S3Client;
let Key: string;

beforeAll(async () => {
  const buckets = [Bucket, 'later'].map((name) => ({
    name,
    region: 'eu-west-1',
    versioning: name === Bucket,
  }));
  endpoint = await openEndpoint({ services: { s3: makeS3(makeObjectStore(buckets)) } });
  s3 = new S3Client(endpoint.client('eu-west-1'));
});
beforeEach(() => {
  Key = `key/${randomBytes(4).toString('hex')}`;
});
afterAll(async () => {
  s3.destroy();
  await endpoint.close();
});

test('every version can be read again by its id', async () => {
  const first = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'first' }));
  const second = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'second' }));
  const old = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId: first.VersionId }));
  expect(await old.Body?.transformToString()).toBe('first');
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  expect(listed.Versions?.map((one) => [one.VersionId, one.IsLatest])).toEqual([
    [second.VersionId, true],
    [first.VersionId, false],
  ]);
});

test('a condition of a delete is held against the current version, whichever is to be deleted', async () => {
  const first = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'first' }));
  const second = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'second' }));
  const VersionId = first.VersionId;
  const byOwn = s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, IfMatch: first.ETag }));
  await expect(byOwn).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId, IfMatch: second.ETag }));
  const listed = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
  expect(listed.Versions?.map((one) => one.VersionId)).toEqual([second.VersionId]);
});

test('a delete marker hides the object until it is deleted itself', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(marker.DeleteMarker).toBe(true);
  await expect(s3.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  const byId = s3.send(new GetObjectCommand({ Bucket, Key, VersionId: marker.VersionId }));
  await expect(byId).rejects.toMatchObject({
    name: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    $metadata: { httpStatusCode: 405 },
  });
  const current = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
  expect(current.Contents ?? []).toEqual([]);
  await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: marker.VersionId }));
  const back = await s3.send(new GetObjectCommand({ Bucket, Key }));
  expect(await back.Body?.transformToString()).toBe('x');
});

test('a write that must create succeeds on a delete marker', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: '1' }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  const put = await s3.send(new PutObjectCommand({ Bucket, Key, Body: '2', IfNoneMatch: '*' }));
  expect(put.VersionId).toHaveLength(32);
});

test('a version that is not there is named as S3 names it', async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const unknown = s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'a'.repeat(32) }));
  await expect(unknown).rejects.toMatchObject({
    name: 'NoSuchVersion',
    message: 'The specified version does not exist.',
  });
  const garbled = s3.send(new GetObjectCommand({ Bucket, Key, VersionId: 'garbled' }));
  await expect(garbled).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Invalid version id specified',
  });
});

test('versioning begins when it is switched on, and keeps the null version', async () => {
  const before = await s3.send(new GetBucketVersioningCommand({ Bucket: 'later' }));
  expect(before.Status).toBeUndefined();
  await s3.send(new PutObjectCommand({ Bucket: 'later', Key, Body: 'old' }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: 'later', VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const after = await s3.send(new GetBucketVersioningCommand({ Bucket: 'later' }));
  expect(after.Status).toBe('Enabled');
  await s3.send(new PutObjectCommand({ Bucket: 'later', Key, Body: 'new' }));
  const old = await s3.send(new GetObjectCommand({ Bucket: 'later', Key, VersionId: 'null' }));
  expect(await old.Body?.transformToString()).toBe('old');
});

test('versions page by key and version', async () => {
  for (let index = 0; index < 5; index++)
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: String(index) }));
  const first = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key, MaxKeys: 3 }));
  const second = await s3.send(
    new ListObjectVersionsCommand({
      Bucket,
      Prefix: Key,
      KeyMarker: first.NextKeyMarker,
      VersionIdMarker: first.NextVersionIdMarker,
    }),
  );
  const ids = [...(first.Versions ?? []), ...(second.Versions ?? [])].map((one) => one.VersionId);
  expect(new Set(ids).size).toBe(5);
  expect(second.IsTruncated).toBe(false);
});
