import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { makeS3Buckets } from '../../../lib/aws/s3-buckets.ts';
import type { ListedObject } from '../../../lib/domain/inventory/listed-object.ts';
import type { BucketRef, Buckets } from '../../../lib/ports/buckets.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { HERE, openS3, THERE } from './open-s3.ts';
import { replicateAll } from './replicate-all.ts';

const s3 = openS3({ replicationMs: 20 });
const clock = makeSystemClock();
const buckets: Buckets = makeS3Buckets({
  clientOf: (region) => (region === HERE ? s3.here : s3.there),
  now: () => clock.now(),
});
const primary: BucketRef = { region: HERE, bucket: 'here' };
const replica: BucketRef = { region: THERE, bucket: 'there' };

async function listed(ref: BucketRef, after: string | null = null): Promise<readonly ListedObject[]> {
  const found: ListedObject[] = [];
  for await (const page of buckets.objects(ref, after)) found.push(...page);
  return found;
}

const replicate = (markers: 'Enabled' | 'Disabled') => replicateAll(s3.here, markers);

test('settings: versioning and rules, where there are any', async () => {
  await replicate('Enabled');
  await expect(buckets.settings(primary)).resolves.toEqual({
    versioning: 'enabled',
    rules: [
      {
        id: 'all',
        enabled: true,
        destination: 'there',
        prefix: '',
        byTags: false,
        copiesDeleteMarkers: true,
      },
    ],
  });
  await expect(buckets.settings({ region: HERE, bucket: 'plain' })).resolves.toEqual({
    versioning: 'off',
    rules: [],
  });
});

test('a bucket that does not exist is missing, and one of another region refuses', async () => {
  const nowhere = { region: HERE, bucket: 'nowhere' };
  await expect(buckets.settings(nowhere)).rejects.toMatchObject({ name: 'BucketMissing' });
  await expect(listed(nowhere)).rejects.toMatchObject({ name: 'BucketMissing' });
  await expect(buckets.settings({ region: THERE, bucket: 'here' })).rejects.toMatchObject({
    name: 'BucketRefused',
  });
});

test('objects: current versions and markers in order, whatever their keys hold, from behind a key on', async () => {
  const keys = ['a b+c', 'control\u0001', 'plain', 'ü/é', '\uE000', '\u{1F600}'];
  for (const Key of [...keys, 'gone', 'plain'])
    await s3.here.send(new PutObjectCommand({ Bucket: 'here', Key, Body: Key }));
  await s3.here.send(new DeleteObjectCommand({ Bucket: 'here', Key: 'gone' }));
  const all = await listed(primary);
  expect(all.map(({ key, deleteMarker }) => [key, deleteMarker])).toEqual([
    ['a b+c', false],
    ['control\u0001', false],
    ['gone', true],
    ['plain', false],
    ['ü/é', false],
    ['\uE000', false],
    ['\u{1F600}', false],
  ]);
  expect(await listed(primary, 'plain')).toEqual(all.slice(4));
});

test('a canary is written with checksum and tag, is seen on both sides, and is removed for good', async () => {
  await replicate('Enabled');
  const key = 'muster-canary/run-1';
  await buckets.putCanary({ ...primary, key: `${key}0`, run: 'run-10', text: 'another run' });
  const sent = await buckets.putCanary({ ...primary, key, run: 'run-1', text: 'a canary' });
  expect(sent).toMatchObject({ size: 8, checksum: { algorithm: 'SHA256', ofParts: false } });
  expect(sent.acknowledgedAt).toBeGreaterThan(sent.sentAt);
  const head = () => buckets.head({ ...replica, key });
  await expect.poll(head).toMatchObject({
    versionId: sent.versionId,
    size: 8,
    checksum: sent.checksum,
    replicationStatus: 'REPLICA',
    etagIsOpaque: false,
  });
  await expect(buckets.head({ ...primary, key })).resolves.toMatchObject({ replicationStatus: 'COMPLETED' });
  await s3.here.send(new DeleteObjectCommand({ Bucket: 'here', Key: key }));
  await expect(buckets.head({ ...primary, key })).resolves.toBeNull();
  await expect(buckets.removeVersions({ ...primary, key })).resolves.toEqual({ removed: 2, left: 0 });
  await expect(buckets.removeVersions({ ...primary, key })).resolves.toEqual({ removed: 0, left: 0 });
  await expect(buckets.head({ ...primary, key: `${key}0` })).resolves.not.toBeNull();
});
