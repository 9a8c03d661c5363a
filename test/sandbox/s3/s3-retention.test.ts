import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { makeS3Retention } from '../../../lib/aws/s3-retention.ts';
import { HERE, openS3 } from './open-s3.ts';

const Bucket = 'evidence';
const DAY_MS = 86_400_000;
const s3 = openS3();

beforeAll(async () => {
  const CreateBucketConfiguration = { LocationConstraint: HERE } as const;
  await s3.here.send(
    new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration }),
  );
});

const retentionOf = (bucket: string) => makeS3Retention(s3.here, { region: HERE, bucket });
const inDays = (days: number) => Math.floor((Date.now() + days * DAY_MS) / 1000) * 1e6;

async function written(Key: string): Promise<string> {
  const { VersionId } = await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  return VersionId ?? '';
}

const remove = (Key: string, VersionId: string) =>
  s3.here.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));

test('what is kept is there until its day, and can be kept again until then or longer, never shorter', async () => {
  const version = await written('kept');
  const until = inDays(2);
  const retention = retentionOf(Bucket);
  await retention.keep('kept', { mode: 'COMPLIANCE', until });
  await retention.keep('kept', { mode: 'COMPLIANCE', until });
  await expect(retention.keep('kept', { mode: 'COMPLIANCE', until: inDays(1) })).rejects.toMatchObject({
    name: 'BucketRefused',
  });
  const { Retention } = await s3.here.send(new GetObjectRetentionCommand({ Bucket, Key: 'kept' }));
  expect(Retention).toEqual({ Mode: 'COMPLIANCE', RetainUntilDate: new Date(until / 1000) });
  await expect(remove('kept', version)).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a bucket says whether it can keep anything', async () => {
  await expect(retentionOf(Bucket).store()).resolves.toEqual({ objectLock: 'on', byDefault: null });
  await expect(retentionOf('plain').store()).resolves.toEqual({ objectLock: 'off' });
  await expect(retentionOf('none').store()).rejects.toMatchObject({ name: 'BucketMissing' });
});
