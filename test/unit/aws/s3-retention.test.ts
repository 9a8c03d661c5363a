import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { makeS3Retention } from '../../../lib/aws/s3-retention.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', bucket: 'orders' };
const refused = (name: string) => Object.assign(sdkError(name), { $fault: 'client' });

function make(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, retention: makeS3Retention(sending(new S3Client(REF), send), REF) };
}

const enabled = (Rule?: object) => ({ ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule } });

test.each([
  [enabled(), { objectLock: 'on', byDefault: null }],
  [
    enabled({ DefaultRetention: { Mode: 'COMPLIANCE', Days: 2 } }),
    { objectLock: 'on', byDefault: { mode: 'COMPLIANCE', seconds: 172_800 } },
  ],
  [
    enabled({ DefaultRetention: { Mode: 'GOVERNANCE', Years: 1 } }),
    { objectLock: 'on', byDefault: { mode: 'GOVERNANCE', seconds: 366 * 86_400 } },
  ],
  [{}, { objectLock: 'off' }],
  [refused('ObjectLockConfigurationNotFoundError'), { objectLock: 'off' }],
])('a bucket says what it keeps by itself: %j', async (answer, expected) => {
  await expect(make(answer).retention.store()).resolves.toEqual(expected);
});

test('a bucket that refuses to say is not one without', async () => {
  await expect(make(refused('AccessDenied')).retention.store()).rejects.toMatchObject({
    name: 'BucketRefused',
  });
});

test('an object is kept until its day', async () => {
  const { asked, retention } = make();
  await retention.keep('runs/r/files/a', { mode: 'COMPLIANCE', until: NOON });
  const object = { Bucket: 'orders', Key: 'runs/r/files/a' };
  expect(asked.map(({ input }) => input)).toEqual([
    {
      ...object,
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: new Date('2026-03-01T12:00:00.000Z') },
    },
  ]);
});
