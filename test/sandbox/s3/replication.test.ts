import {
  DeleteBucketReplicationCommand,
  DeleteObjectCommand,
  GetBucketReplicationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketReplicationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type ReplicationRule,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { openS3, THERE } from './open-s3.ts';

const REPLICATION_MS = 200;
const Bucket = 'here';
let isThereReachable = true;
const s3 = openS3({
  replicationMs: REPLICATION_MS,
  isReachable: (region) => region !== THERE || isThereReachable,
});
let Key: string;

beforeEach(() => {
  Key = `logs/${randomBytes(4).toString('hex')}`;
});

const rule = (more: Partial<ReplicationRule> = {}): ReplicationRule => ({
  ID: 'logs',
  Priority: 1,
  Status: 'Enabled',
  Filter: { Prefix: 'logs/' },
  DeleteMarkerReplication: { Status: 'Disabled' },
  Destination: { Bucket: 'arn:aws:s3:::there' },
  ...more,
});

const replicate = (Rules: ReplicationRule[], from = Bucket) =>
  s3.here.send(
    new PutBucketReplicationCommand({
      Bucket: from,
      ReplicationConfiguration: { Role: 'arn:aws:iam::000000000000:role/copy', Rules },
    }),
  );

const statusHere = async () => (await s3.here.send(new HeadObjectCommand({ Bucket, Key }))).ReplicationStatus;
const statusThere = () =>
  s3.there.send(new HeadObjectCommand({ Bucket: 'there', Key })).then(
    (head) => head.ReplicationStatus,
    (error: Error) => error.name,
  );

test('an object is PENDING until its copy is there, under the same version', async () => {
  await replicate([rule()]);
  const calledAt = performance.now();
  const put = await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x', Tagging: 'a=b' }));
  expect([await statusHere(), await statusThere()]).toEqual(['PENDING', 'NotFound']);
  await expect.poll(statusThere).toBe('REPLICA');
  expect(performance.now() - calledAt).toBeGreaterThan(REPLICATION_MS);
  expect(await statusHere()).toBe('COMPLETED');
  const copy = await s3.there.send(new GetObjectCommand({ Bucket: 'there', Key }));
  expect(await copy.Body?.transformToString()).toBe('x');
  expect(copy).toMatchObject({ VersionId: put.VersionId, ETag: put.ETag, TagCount: 1 });
});

test('what no rule covers has no status', async () => {
  await replicate([rule()]);
  Key = 'elsewhere';
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await statusHere()).toBeUndefined();
});

test('copies wait while a region cannot be reached, and are made when it can again', async () => {
  await replicate([rule()]);
  isThereReachable = false;
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'first' }));
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'second' }));
  await new Promise((resolve) => setTimeout(resolve, 2 * REPLICATION_MS));
  expect(await statusHere()).toBe('PENDING');
  isThereReachable = true;
  await expect.poll(statusHere).toBe('COMPLETED');
  const listed = await s3.there.send(new ListObjectVersionsCommand({ Bucket: 'there', Prefix: Key }));
  expect(listed.Versions).toHaveLength(2);
  const copy = await s3.there.send(new GetObjectCommand({ Bucket: 'there', Key }));
  expect(await copy.Body?.transformToString()).toBe('second');
});

test('delete markers are copied when a rule says so, deletes of versions never', async () => {
  await replicate([rule({ DeleteMarkerReplication: { Status: 'Enabled' } })]);
  const { VersionId } = await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await expect.poll(statusThere).toBe('REPLICA');
  await s3.here.send(new DeleteObjectCommand({ Bucket, Key }));
  await expect.poll(statusThere).toBe('NotFound');
  await s3.here.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const listed = await s3.there.send(new ListObjectVersionsCommand({ Bucket: 'there', Prefix: Key }));
  expect([listed.Versions?.length, listed.DeleteMarkers?.length]).toEqual([1, 1]);
});

test('tags that change later are copied too, and a rule by tag begins to hold', async () => {
  const Tag = { Key: 'copy', Value: 'yes' };
  await replicate([rule({ Filter: { And: { Prefix: 'logs/', Tags: [Tag] } } })]);
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  expect(await statusHere()).toBeUndefined();
  await s3.here.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet: [Tag] } }));
  expect(await statusHere()).toBe('PENDING');
  await expect.poll(statusThere).toBe('REPLICA');
});

test('a copy that the other bucket cannot take FAILED', async () => {
  await replicate([rule()]);
  const versioning = (Status: 'Enabled' | 'Suspended') =>
    s3.there.send(new PutBucketVersioningCommand({ Bucket: 'there', VersioningConfiguration: { Status } }));
  await versioning('Suspended');
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await expect.poll(statusHere).toBe('FAILED');
  await versioning('Enabled');
});

test('the configuration comes back as it was written, until it is deleted', async () => {
  await replicate([rule()]);
  const read = () => s3.here.send(new GetBucketReplicationCommand({ Bucket }));
  expect((await read()).ReplicationConfiguration).toEqual({
    Role: 'arn:aws:iam::000000000000:role/copy',
    Rules: [rule()],
  });
  await s3.here.send(new DeleteBucketReplicationCommand({ Bucket }));
  await expect(read()).rejects.toMatchObject({
    name: 'ReplicationConfigurationNotFoundError',
    message: 'The replication configuration was not found',
  });
});

test('rules that cannot be are refused', async () => {
  await expect(replicate([rule()], 'plain')).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
  });
  await expect(replicate([rule({ Destination: { Bucket: 'arn:aws:s3:::nowhere' } })])).rejects.toMatchObject({
    message: 'Destination bucket must exist.',
  });
  await expect(replicate([rule(), rule({ ID: 'other' })])).rejects.toMatchObject({
    message: 'Found duplicate priorities. Priorities must be unique among rules.',
  });
  const timed = rule({
    Destination: {
      Bucket: 'arn:aws:s3:::there',
      ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
    },
  });
  await expect(replicate([timed])).rejects.toMatchObject({ name: 'NotImplemented' });
});
