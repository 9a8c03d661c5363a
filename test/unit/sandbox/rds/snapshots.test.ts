import { beforeEach, expect, test } from 'vitest';
import { DatabaseSnapshot } from '../../../../lib/sandbox/rds/snapshots/snapshot.ts';
import { fixtureConfig, PRIMARY, RECOVERY } from '../../../sandbox/faults/fixture-config.ts';
import { type RdsOnPaper, rdsOnPaper, textsOf } from './rds-on-paper.ts';

let rds: RdsOnPaper;

beforeEach(async () => {
  rds = await rdsOnPaper(['orders-a', 'stock-a']);
});

/** A snapshot of which no byte is there. */
function snapshot(id: string, instance: string, region = PRIMARY): DatabaseSnapshot {
  const [first] = fixtureConfig('/nowhere').instances;
  if (!first) throw new Error('the fixture has no instance');
  const at = new Date('2026-01-01T00:00:00Z');
  const origin = {
    instance: { ...first, id: instance },
    instanceCreatedAt: at,
    resourceId: `db-${instance}`,
    port: 5432,
    allocatedStorage: 20,
    instanceClass: 'db.t4g.micro',
    backupRetentionPeriod: 1,
    takenAt: at,
  };
  const arn = `arn:aws:rds:${region}:123456789012:snapshot:${id}`;
  const about = { id, region, arn, createdAt: at, storage: id, origin };
  const parts = { ...about, kmsKey: undefined, copyOf: undefined, note: () => undefined };
  const made = new DatabaseSnapshot(parts, {});
  rds.snapshots.add(made);
  return made;
}

const idsOf = async (parameters: Readonly<Record<string, string>> = {}) =>
  textsOf(await rds.ask('DescribeDBSnapshots', parameters), 'DBSnapshotIdentifier');

test('snapshots are found by identifier, ARN, instance, kind and filter, within their region', async () => {
  for (const [id, instance] of [
    ['a', 'orders-a'],
    ['b', 'orders-a'],
    ['c', 'gone'],
  ] as const)
    snapshot(id, instance);
  snapshot('elsewhere', 'orders-a', RECOVERY);
  expect(await idsOf()).toEqual(['a', 'b', 'c']);
  expect(await idsOf({ DBSnapshotIdentifier: 'A' })).toEqual(['a']);
  expect(await idsOf({ DBSnapshotIdentifier: `arn:aws:rds:${PRIMARY}:123456789012:snapshot:b` })).toEqual([
    'b',
  ]);
  expect(await idsOf({ DBInstanceIdentifier: 'gone' })).toEqual(['c']);
  expect(await idsOf({ DBInstanceIdentifier: 'orders-a', SnapshotType: 'manual' })).toEqual(['a', 'b']);
  expect(await idsOf({ SnapshotType: 'automated' })).toEqual([]);
  expect(await idsOf({ DbiResourceId: 'db-gone' })).toEqual(['c']);
  const filter = { 'Filters.Filter.1.Name': 'db-instance-id', 'Filters.Filter.1.Values.Value.1': 'gone' };
  expect(await idsOf(filter)).toEqual(['c']);
});

test.each([
  [{ DBSnapshotIdentifier: 'elsewhere' }, { code: 'DBSnapshotNotFound', status: 404 }],
  [{ SnapshotType: 'any' }, { code: 'InvalidParameterValue' }],
  [{ MaxRecords: '19' }, { code: 'InvalidParameterValue' }],
  [{ IncludeShared: 'true' }, { code: 'InvalidParameterValue' }],
])('snapshots are not asked for by %o', async (parameters, refusal) => {
  snapshot('elsewhere', 'orders-a', RECOVERY);
  await expect(rds.ask('DescribeDBSnapshots', parameters)).rejects.toMatchObject(refusal);
});

test('its progress is whole per cent of its bytes, and all of them only when it is available', async () => {
  const one = snapshot('a', 'orders-a');
  expect(await one.percent()).toBe(0);
  let copied = 334;
  one.begin(() => Promise.resolve({ copied, total: 1000 }));
  expect(await one.percent()).toBe(33);
  copied = 1200;
  expect(await one.percent()).toBe(99);
  one.complete();
  expect([one.status, await one.percent()]).toEqual(['available', 100]);
});

test('what has failed stays failed, and what is being made is not deleted', async () => {
  const one = snapshot('a', 'orders-a');
  const remove = () => rds.ask('DeleteDBSnapshot', { DBSnapshotIdentifier: 'a' });
  await expect(remove()).rejects.toMatchObject({
    code: 'InvalidDBSnapshotState',
    message: 'Cannot delete the snapshot because it is not currently in the available or failed state.',
  });
  one.fail();
  one.complete();
  expect(one.status).toBe('failed');
  await remove();
  expect(await idsOf()).toEqual([]);
});

test('a snapshot that goes tells its copies, and waits for whoever reads it', async () => {
  const one = snapshot('a', 'orders-a');
  one.complete();
  const seen: string[] = [];
  let finish = (): void => undefined;
  const reading = one.read(async (deleted) => {
    deleted.addEventListener('abort', () => seen.push('told'));
    await new Promise<void>((resolve) => (finish = resolve));
    seen.push('read');
  });
  const ended = one.end().then(() => seen.push('gone'));
  expect(seen).toEqual(['told']);
  finish();
  await Promise.all([reading, ended]);
  expect(seen).toEqual(['told', 'read', 'gone']);
});

test('an instance that is not available is not backed up, nor restored from what is not available', async () => {
  rds.directory.require(PRIMARY, 'orders-a').beginDeletion();
  const order = { DBInstanceIdentifier: 'orders-a', DBSnapshotIdentifier: 'a' };
  await expect(rds.ask('CreateDBSnapshot', order)).rejects.toMatchObject({
    code: 'InvalidDBInstanceState',
    message:
      'Cannot create a snapshot because the database instance orders-a is not currently in the available state.',
  });
  snapshot('a', 'stock-a');
  const restore = { DBInstanceIdentifier: 'new', DBSnapshotIdentifier: 'a' };
  await expect(rds.ask('RestoreDBInstanceFromDBSnapshot', restore)).rejects.toMatchObject({
    code: 'InvalidDBSnapshotState',
  });
});
