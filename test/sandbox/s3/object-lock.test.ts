import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type ObjectLockRetentionMode,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { HERE, openS3 } from './open-s3.ts';

const Bucket = 'locked';
const HELD = { name: 'AccessDenied', message: 'Access Denied because object protected by object lock.' };
const s3 = openS3();
let Key: string;

beforeAll(async () => {
  await s3.here.send(
    new CreateBucketCommand({
      Bucket,
      ObjectLockEnabledForBucket: true,
      CreateBucketConfiguration: { LocationConstraint: HERE },
    }),
  );
});
beforeEach(() => {
  Key = randomBytes(4).toString('hex');
});

const inSeconds = (seconds: number) => new Date(Math.floor(Date.now() / 1000 + seconds) * 1000);

async function put(Mode: ObjectLockRetentionMode, until: Date): Promise<string> {
  const { VersionId } = await s3.here.send(
    new PutObjectCommand({ Bucket, Key, Body: 'x', ObjectLockMode: Mode, ObjectLockRetainUntilDate: until }),
  );
  return VersionId ?? '';
}

const remove = (VersionId: string, BypassGovernanceRetention?: boolean) =>
  s3.here.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }));

const retain = (VersionId: string, Mode: ObjectLockRetentionMode, RetainUntilDate: Date) =>
  s3.here.send(
    new PutObjectRetentionCommand({ Bucket, Key, VersionId, Retention: { Mode, RetainUntilDate } }),
  );

test('GOVERNANCE holds a version until its date, unless it is bypassed', async () => {
  const until = inSeconds(60);
  const version = await put('GOVERNANCE', until);
  await expect(remove(version)).rejects.toMatchObject(HELD);
  const shorter = () => retain(version, 'GOVERNANCE', inSeconds(30));
  await expect(shorter()).rejects.toMatchObject(HELD);
  const seen = await s3.here.send(new GetObjectRetentionCommand({ Bucket, Key }));
  expect(seen.Retention).toEqual({ Mode: 'GOVERNANCE', RetainUntilDate: until });
  await retain(version, 'GOVERNANCE', inSeconds(90));
  await remove(version, true);
});

test('COMPLIANCE can be made longer by anyone and shorter by nobody', async () => {
  const version = await put('COMPLIANCE', inSeconds(600));
  await expect(remove(version, true)).rejects.toMatchObject(HELD);
  await expect(retain(version, 'GOVERNANCE', inSeconds(900))).rejects.toMatchObject(HELD);
  await expect(retain(version, 'COMPLIANCE', inSeconds(300))).rejects.toMatchObject(HELD);
  const until = inSeconds(900);
  await retain(version, 'COMPLIANCE', until);
  const seen = await s3.here.send(new GetObjectRetentionCommand({ Bucket, Key }));
  expect(seen.Retention).toEqual({ Mode: 'COMPLIANCE', RetainUntilDate: until });
});

test('COMPLIANCE ends by itself, and not before its date', async () => {
  const until = inSeconds(5);
  const version = await put('COMPLIANCE', until);
  const removed = () =>
    remove(version).then(
      () => 'removed',
      () => 'held',
    );
  await expect.poll(removed, { timeout: 30_000 }).toBe('removed');
  expect(Date.now()).toBeGreaterThanOrEqual(until.getTime());
});

test('a legal hold has no date', async () => {
  const { VersionId = '' } = await s3.here.send(
    new PutObjectCommand({ Bucket, Key, Body: 'x', ObjectLockLegalHoldStatus: 'ON' }),
  );
  const hold = await s3.here.send(new GetObjectLegalHoldCommand({ Bucket, Key }));
  expect(hold.LegalHold).toEqual({ Status: 'ON' });
  await expect(remove(VersionId, true)).rejects.toMatchObject(HELD);
  await s3.here.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: 'OFF' } }));
  await remove(VersionId);
});

test('a delete without a version hides a locked object; of many, the locked one alone is refused', async () => {
  const version = await put('GOVERNANCE', inSeconds(60));
  const marker = await s3.here.send(new DeleteObjectCommand({ Bucket, Key }));
  expect(marker.DeleteMarker).toBe(true);
  const Objects = [
    { Key, VersionId: version },
    { Key, VersionId: marker.VersionId },
  ];
  const done = await s3.here.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(done.Errors).toEqual([{ Key, VersionId: version, Code: 'AccessDenied', Message: HELD.message }]);
  expect(done.Deleted).toMatchObject([{ Key, VersionId: marker.VersionId, DeleteMarker: true }]);
  expect((await s3.here.send(new HeadObjectCommand({ Bucket, Key }))).ObjectLockMode).toBe('GOVERNANCE');
});

test('a bucket’s default holds what comes without a lock of its own', async () => {
  const asked = { Bucket: 'here', ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' as const } };
  await expect(s3.here.send(new GetObjectLockConfigurationCommand({ Bucket: 'here' }))).rejects.toMatchObject(
    {
      name: 'ObjectLockConfigurationNotFoundError',
      message: 'Object Lock configuration does not exist for this bucket',
    },
  );
  const Rule = { DefaultRetention: { Mode: 'GOVERNANCE' as const, Days: 1 } };
  await s3.here.send(
    new PutObjectLockConfigurationCommand({
      ...asked,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule },
    }),
  );
  const seen = await s3.here.send(new GetObjectLockConfigurationCommand({ Bucket: 'here' }));
  expect(seen.ObjectLockConfiguration).toEqual({ ObjectLockEnabled: 'Enabled', Rule });
  await s3.here.send(new PutObjectCommand({ Bucket: 'here', Key, Body: 'x' }));
  const { Retention } = await s3.here.send(new GetObjectRetentionCommand({ Bucket: 'here', Key }));
  expect(Retention?.RetainUntilDate?.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
});

test('what S3 refuses about locks is refused in its words', async () => {
  const date = inSeconds(60);
  const unlocked = s3.here.send(
    new PutObjectCommand({
      Bucket: 'plain',
      Key,
      Body: 'x',
      ObjectLockMode: 'GOVERNANCE',
      ObjectLockRetainUntilDate: date,
    }),
  );
  await expect(unlocked).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: 'Bucket is missing Object Lock Configuration',
  });
  await expect(put('GOVERNANCE', inSeconds(-60))).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'The retain until date must be in the future!',
  });
  await s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  await expect(s3.here.send(new GetObjectRetentionCommand({ Bucket, Key }))).rejects.toMatchObject({
    name: 'NoSuchObjectLockConfiguration',
  });
  const suspended = { Bucket, VersioningConfiguration: { Status: 'Suspended' as const } };
  await expect(s3.here.send(new PutBucketVersioningCommand(suspended))).rejects.toMatchObject({
    name: 'InvalidBucketState',
    $metadata: { httpStatusCode: 409 },
  });
  const unversioned = { Bucket: 'plain', ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' as const } };
  await expect(s3.here.send(new PutObjectLockConfigurationCommand(unversioned))).rejects.toMatchObject({
    name: 'InvalidBucketState',
  });
});
