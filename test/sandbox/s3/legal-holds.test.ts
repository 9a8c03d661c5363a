import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { makeS3LegalHolds } from '../../../lib/aws/s3-legal-holds.ts';
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

const holdsOf = (bucket: string) => makeS3LegalHolds(s3.here, { region: HERE, bucket });
const write = (Key: string) => s3.here.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
const remove = (Key: string, VersionId: string | undefined) =>
  s3.here.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention: true }));

test('a held version is there although its retention may be bypassed, until the hold is taken off', async () => {
  const holds = holdsOf(Bucket);
  await write('runs/r/files/a');
  await write('runs/r/files/a');
  const until = Math.floor((Date.now() + DAY_MS) / 1000) * 1e6;
  await makeS3Retention(s3.here, { region: HERE, bucket: Bucket }).keep('runs/r/files/a', {
    mode: 'GOVERNANCE',
    until,
  });
  await remove('runs/r/files/a', undefined);
  const versions = await holds.versions('runs/r/files/');
  expect(versions.map(({ key }) => key)).toEqual(['runs/r/files/a', 'runs/r/files/a']);
  for (const version of [...versions, ...versions]) await holds.hold(version, true);
  for (const { key, versionId } of versions)
    await expect(remove(key, versionId)).rejects.toMatchObject({ name: 'AccessDenied' });
  for (const version of [...versions, ...versions]) await holds.hold(version, false);
  for (const { key, versionId } of versions) await remove(key, versionId);
  await expect(holds.versions('runs/r/files/')).resolves.toEqual([]);
});

test('a bucket without Object Lock holds nothing, and a version that is gone cannot be held', async () => {
  await s3.here.send(new PutObjectCommand({ Bucket: 'plain', Key: 'a', Body: 'x' }));
  const [version] = await holdsOf('plain').versions('a');
  await expect(holdsOf('plain').hold(version ?? { key: '', versionId: '' }, true)).rejects.toMatchObject({
    name: 'BucketRefused',
  });
  const gone = { key: 'never', versionId: '0123' };
  await expect(holdsOf(Bucket).hold(gone, true)).rejects.toMatchObject({ name: 'BucketRefused' });
});
