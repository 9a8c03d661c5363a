import { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { makeS3LegalHolds } from '../../../lib/aws/s3-legal-holds.ts';
import { answering, sending } from '../../fakes/sdk-client.ts';

const REF = { region: 'eu-west-1', bucket: 'orders' };

function make(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, holds: makeS3LegalHolds(sending(new S3Client(REF), send), REF) };
}

test('a version is held by its own id, and released', async () => {
  const { asked, holds } = make();
  const version = { key: 'runs/r/files/a', versionId: 'v1' };
  await holds.hold(version, true);
  await holds.hold(version, false);
  const object = { Bucket: 'orders', Key: 'runs/r/files/a', VersionId: 'v1' };
  expect(asked.map(({ input }) => input)).toEqual([
    { ...object, LegalHold: { Status: 'ON' } },
    { ...object, LegalHold: { Status: 'OFF' } },
  ]);
});

test('versions are those of every page, and no mark of a deletion', async () => {
  const { holds } = make(
    {
      Versions: [{ Key: 'a', VersionId: '2' }],
      DeleteMarkers: [{ Key: 'a', VersionId: '3' }],
      IsTruncated: true,
      NextKeyMarker: 'a',
      NextVersionIdMarker: '2',
    },
    { Versions: [{ Key: 'a', VersionId: '1' }] },
  );
  await expect(holds.versions('a')).resolves.toEqual([
    { key: 'a', versionId: '2' },
    { key: 'a', versionId: '1' },
  ]);
});
