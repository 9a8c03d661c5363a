import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { Writable } from 'node:stream';
import { beforeAll, expect, test } from 'vitest';
import { makeBucketObjects } from '../../../lib/aws/bucket-objects.ts';
import { makeS3LegalHolds } from '../../../lib/aws/s3-legal-holds.ts';
import { makeS3Retention } from '../../../lib/aws/s3-retention.ts';
import { holdRun } from '../../../lib/cli/hold.ts';
import type { KeyPlace } from '../../../lib/cli/key-place.ts';
import { makeKeyedLog } from '../../../lib/evidence/keyed-log.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorldOn, ORIGIN } from '../../fakes/log-world.ts';
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

/** A run with its start in the bucket's own log, and what `muster hold` reaches there. */
async function loggedRun() {
  const { log, signer, reader } = makeLogWorldOn({ objects: makeBucketObjects(s3.here, Bucket) });
  const keyed = makeKeyedLog({ ...log, signer, others: async () => [] });
  const start = await keyed.append(startLeaf('held'));
  await write('runs/held/files/plan.yaml');
  const account = { endpoint: '', credentials: { accessKeyId: '', secretAccessKey: '' } };
  const called = (name: string) => name;
  const now = Date.now() * 1000;
  const where = { origin: ORIGIN, region: HERE, bucket: Bucket };
  const place: KeyPlace = { ...where, account, called, now, signer, reader, log: keyed };
  return { place, start };
}

test('`muster hold` keeps files of a run and its places in the log, until it is released', async () => {
  const { place, start } = await loggedRun();
  const retention = makeS3Retention(s3.here, { region: HERE, bucket: Bucket });
  const holds = { ...holdsOf(Bucket), store: () => retention.store() };
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = { out: nowhere, err: nowhere };
  const order = { run: 'held', reason: 'case 17', by: 'Ada' };
  expect(await holdRun({ place, holds }, terminal, { ...order, action: 'placed' })).toBe(0);
  const entry = `log/entries/${String(start.index).padStart(12, '0')}.json`;
  const held = [...(await holds.versions('runs/held/files/')), ...(await holds.versions(entry))];
  expect(held.map(({ key }) => key)).toEqual(['runs/held/files/plan.yaml', entry]);
  for (const { key, versionId } of held)
    await expect(remove(key, versionId)).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(await holdRun({ place, holds }, terminal, { ...order, action: 'released' })).toBe(0);
  for (const { key, versionId } of held) await remove(key, versionId);
  await expect(holds.versions('runs/held/files/')).resolves.toEqual([]);
});
