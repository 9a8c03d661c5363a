import {
  CopyDBSnapshotCommand,
  type CopyDBSnapshotCommandInput,
  CreateDBSnapshotCommand,
  type DBSnapshot,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  DescribeEventsCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
} from '@aws-sdk/client-rds';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { put, receipt, undo } from '../faults/experiment-driver.ts';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';
import { processesOf, serverHomeOf } from '../supervisor/small-sandbox.ts';

const FIRST = `arn:aws:rds:${PRIMARY}:123456789012:snapshot:first`;
const RECOVERY_KEY = expect.stringMatching(/^arn:aws:kms:eu-west-1:123456789012:key\/[0-9a-f-]{36}$/);
let fixture: WorldFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.close());

async function take(
  DBSnapshotIdentifier: string,
  DBInstanceIdentifier: string,
  region: string,
): Promise<void> {
  const Tags = [{ Key: 'plan', Value: 'orders' }];
  const order = new CreateDBSnapshotCommand({ DBSnapshotIdentifier, DBInstanceIdentifier, Tags });
  await fixture.rds(region).send(order);
  await until(DBSnapshotIdentifier, 'available', region);
}

async function find(id: string, region = RECOVERY): Promise<DBSnapshot | undefined> {
  const all = await fixture.rds(region).send(new DescribeDBSnapshotsCommand({}));
  return all.DBSnapshots?.find((one) => one.DBSnapshotIdentifier === id);
}
const until = (id: string, status: string, region = RECOVERY) =>
  expect.poll(async () => (await find(id, region))?.Status).toBe(status);

const copy = (id: string, more: Partial<CopyDBSnapshotCommandInput> = {}) =>
  fixture.rds(RECOVERY).send(
    new CopyDBSnapshotCommand({
      SourceDBSnapshotIdentifier: FIRST,
      TargetDBSnapshotIdentifier: id,
      ...more,
    }),
  );

/** What RDS has noted of a snapshot, and what kind of event it is. */
async function events(SourceIdentifier: string, region = RECOVERY): Promise<unknown[] | undefined> {
  const order = new DescribeEventsCommand({ SourceType: 'db-snapshot', SourceIdentifier });
  const { Events } = await fixture.rds(region).send(order);
  return Events?.map((one) => [one.EventCategories?.[0], one.Message]);
}

/** Directories of snapshots that a region keeps, by their snapshots' names. */
const kept = (region: string) => {
  const place = join(serverHomeOf(fixture.stateDir), 'snapshots', region);
  return existsSync(place) ? readdirSync(place).map((name) => name.split('.')[0]) : [];
};

async function restored(id: string, snapshot: string): Promise<string> {
  const rds = fixture.rds(RECOVERY);
  const order = { DBInstanceIdentifier: id, DBSnapshotIdentifier: snapshot };
  await rds.send(new RestoreDBInstanceFromDBSnapshotCommand(order));
  const status = async () => {
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: id }));
    return DBInstances?.[0]?.DBInstanceStatus;
  };
  await expect.poll(status).toBe('available');
  const client = await fixture.connect({ port: fixture.port(id), user: 'app' });
  await client.query('insert into written values (1)');
  const { rows } = await client.query('select pg_is_in_recovery() as replica');
  await client.end();
  return rows[0].replica;
}

test('a copy is asked for in its own region, under a key of that region, and is restored there', async () => {
  await take('first', 'orders-a', PRIMARY);
  const begun = await copy('copied', { KmsKeyId: 'alias/muster', CopyTags: true });
  expect(begun.DBSnapshot).toMatchObject({
    Status: 'creating',
    Encrypted: true,
    KmsKeyId: RECOVERY_KEY,
    SourceRegion: PRIMARY,
    SourceDBSnapshotIdentifier: FIRST,
    DBInstanceIdentifier: 'orders-a',
    DBSnapshotArn: FIRST.replace(PRIMARY, RECOVERY).replace('first', 'copied'),
    TagList: [{ Key: 'plan', Value: 'orders' }],
  });
  await until('copied', 'available');
  expect(await restored('from-copy', 'copied')).toBe(false);
});

test('a snapshot of a replica is restored as an instance of its own', async () => {
  await take('of-replica', 'orders-b', RECOVERY);
  expect(await restored('from-replica', 'of-replica')).toBe(false);
});

test('an encrypted snapshot leaves its region under another key only, and stays under its own within it', async () => {
  await copy('again', { SourceDBSnapshotIdentifier: 'copied' });
  await until('again', 'available');
  const source = await find('again');
  expect(source).toMatchObject({ Encrypted: true, KmsKeyId: RECOVERY_KEY });
  expect(source?.SourceRegion).toBeUndefined();
  const back = (KmsKeyId?: string) =>
    fixture.rds(PRIMARY).send(
      new CopyDBSnapshotCommand({
        SourceDBSnapshotIdentifier: source?.DBSnapshotArn,
        TargetDBSnapshotIdentifier: 'back',
        ...(KmsKeyId && { KmsKeyId }),
      }),
    );
  await expect(back()).rejects.toMatchObject({
    name: 'InvalidParameterValue',
    message: 'Must specify new KMS key for cross region encrypted snapshot copy.',
  });
  await expect(back(source?.KmsKeyId)).rejects.toMatchObject({ name: 'KMSKeyNotAccessibleFault' });
  await expect(back('alias/nobody')).rejects.toMatchObject({
    name: 'KMSKeyNotAccessibleFault',
    message:
      'The target KMS key [alias/nobody] does not exist, is not enabled or you do not have permissions to access it.',
  });
});

test('what cannot be copied is refused', async () => {
  await expect(copy('copied')).rejects.toMatchObject({ name: 'DBSnapshotAlreadyExistsFault' });
  await expect(copy('other', { SourceDBSnapshotIdentifier: 'first' })).rejects.toMatchObject({
    name: 'DBSnapshotNotFoundFault',
    message: 'DBSnapshot not found: first',
  });
});

test('a slow link slows a copy, which says how far it is and ends with its source', async () => {
  const slow = await put(fixture, 'bandwidth=4MB/s');
  await copy('slow');
  const percent = async () => (await find('slow'))?.PercentProgress ?? 0;
  await expect.poll(percent).toBeGreaterThan(0);
  expect(await percent()).toBeLessThan(100);
  const remove = (id: string, region: string) =>
    fixture.rds(region).send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: id }));
  await expect(remove('slow', RECOVERY)).rejects.toMatchObject({ name: 'InvalidDBSnapshotStateFault' });
  await take('second', 'orders-a', PRIMARY);
  await remove('first', PRIMARY);
  await until('slow', 'failed');
  await expect.poll(() => kept(PRIMARY)).toEqual(['second']);
  expect(kept(RECOVERY)).not.toContain('slow');
  await remove('slow', RECOVERY);
  await undo(fixture, slow);
});

test('of a region that is lost no copy comes and no snapshot can be had, until it is back with all of them', async () => {
  const source = FIRST.replace('first', 'second');
  const slow = await put(fixture, 'bandwidth=4MB/s');
  await copy('cut', { SourceDBSnapshotIdentifier: source });
  await expect.poll(async () => (await find('cut'))?.PercentProgress).toBeGreaterThan(0);
  const loss = await put(fixture, 'region-loss');
  expect(await receipt(fixture, loss)).toMatchObject({ processesAlive: 0, storageHeld: true });
  await until('cut', 'failed');
  expect(kept(PRIMARY)).toEqual([]);
  expect(processesOf(fixture.stateDir).filter((one) => one.includes('/bin/tar'))).toEqual([]);
  await expect(copy('late', { SourceDBSnapshotIdentifier: source })).rejects.toMatchObject({
    name: 'InvalidDBSnapshotStateFault',
  });
  await undo(fixture, loss);
  await undo(fixture, slow);
  expect(kept(PRIMARY)).toEqual(['second']);
  await copy('late', { SourceDBSnapshotIdentifier: source });
  await until('late', 'available');
  expect(await events('cut')).toEqual([
    ['notification', `Started copy of snapshot second from region ${PRIMARY}`],
    ['notification', `Canceled snapshot copy request of second from region ${PRIMARY}`],
  ]);
  expect(await events('late')).toEqual([
    ['notification', `Started copy of snapshot second from region ${PRIMARY}`],
    ['notification', `Finished copy of snapshot second from region ${PRIMARY}`],
  ]);
});

test('a snapshot whose region is lost while it is taken has failed, and nothing of it is kept', async () => {
  const owner = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await owner.query('create table wide (pad text)');
  for (let part = 0; part < 6; part++)
    await owner.query("insert into wide select repeat('x', 1000) from generate_series(1, 10000)");
  await owner.end();
  const order = { DBSnapshotIdentifier: 'torn', DBInstanceIdentifier: 'orders-a' };
  await fixture.rds(PRIMARY).send(new CreateDBSnapshotCommand(order));
  const percent = async () => (await find('torn', PRIMARY))?.PercentProgress;
  await expect.poll(percent, { interval: 5 }).toBeGreaterThan(0);
  const loss = await put(fixture, 'region-loss');
  expect(await receipt(fixture, loss)).toMatchObject({ processesAlive: 0, storageHeld: true });
  await undo(fixture, loss);
  expect(await find('torn', PRIMARY)).toMatchObject({ Status: 'failed', PercentProgress: 0 });
  await expect.poll(() => kept(PRIMARY)).toEqual(['second']);
  expect(await events('torn', PRIMARY)).toEqual([['creation', 'Creating manual snapshot']]);
  await take('whole', 'orders-a', PRIMARY);
  expect(await events('whole', PRIMARY)).toEqual([
    ['creation', 'Creating manual snapshot'],
    ['creation', 'Manual snapshot created'],
  ]);
});
