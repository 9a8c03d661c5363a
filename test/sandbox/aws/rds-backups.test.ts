import {
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRdsRestores } from '../../../lib/aws/rds-restores.ts';
import { makeRdsSnapshots } from '../../../lib/aws/rds-snapshots.ts';
import type { Restores } from '../../../lib/ports/restores.ts';
import type { Snapshots } from '../../../lib/ports/snapshots.ts';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const RUN = { run: 'run-1', tags: { plan: 'orders' } };
const NETWORK = {
  subnetGroup: 'isolated',
  securityGroups: ['sg-0123abcd'],
  parameterGroup: 'restored',
  optionGroup: 'default:postgres-17',
};
let fixture: WorldFixture;
let snapshots: Snapshots;
let restores: Restores;

beforeAll(async () => {
  fixture = await startFixture({ walArchiveMs: 200 });
  snapshots = makeRdsSnapshots((region) => fixture.rds(region));
  restores = makeRdsRestores((region) => fixture.rds(region));
});
afterAll(() => fixture?.close());

const until = (region: string, snapshot: string) =>
  expect.poll(async () => (await snapshots.describe({ region, snapshot })).status).toBe('available');

async function described(region: string, id: string) {
  const { DBInstances } = await fixture.rds(region).send(new DescribeDBInstancesCommand({}));
  return DBInstances?.find((one) => one.DBInstanceIdentifier === id);
}
const untilInstance = (region: string, id: string, status: string | undefined) =>
  expect.poll(async () => (await described(region, id))?.DBInstanceStatus).toBe(status);

test('a snapshot is taken once, copied into the other region under a key of its own, and found there', async () => {
  const order = { ...RUN, region: PRIMARY, snapshot: 'first', instance: 'orders-a' };
  await snapshots.create(order);
  const again = await snapshots.create(order);
  expect(again).toMatchObject({ instance: 'orders-a', kmsKey: null, tags: { 'muster:run': 'run-1' } });
  await expect(snapshots.create({ ...order, run: 'run-2' })).rejects.toMatchObject({
    name: 'SnapshotRefused',
  });
  await until(PRIMARY, 'first');
  const copy = { ...order, source: again, region: RECOVERY, kmsKey: 'alias/muster' };
  await snapshots.copy(copy);
  await snapshots.copy(copy);
  await expect(snapshots.copy({ ...copy, snapshot: 'other', kmsKey: 'alias/nobody' })).rejects.toMatchObject({
    name: 'SnapshotRefused',
    seen: expect.stringContaining('alias/nobody'),
  });
  await until(RECOVERY, 'first');
  expect(await snapshots.list(RECOVERY, 'orders-a')).toMatchObject([
    {
      snapshot: 'first',
      percent: 100,
      kmsKey: expect.stringContaining(`arn:aws:kms:${RECOVERY}`),
      tags: { plan: 'orders', 'muster:run': 'run-1' },
      takenAt: (await snapshots.describe(order)).takenAt,
    },
  ]);
});

test('a copy is restored into a network of its own, and removed by the run that restored it alone', async () => {
  const rds = fixture.rds(RECOVERY);
  const Description = 'for restores';
  await rds.send(
    new CreateDBSubnetGroupCommand({
      DBSubnetGroupName: 'isolated',
      DBSubnetGroupDescription: Description,
      SubnetIds: ['subnet-1', 'subnet-2'],
    }),
  );
  const DBParameterGroupFamily = 'postgres17';
  const group = { DBParameterGroupName: 'restored', DBParameterGroupFamily, Description };
  await rds.send(new CreateDBParameterGroupCommand(group));
  const ref = { region: RECOVERY, instance: 'restored' };
  const order = { ...RUN, ...ref, network: NETWORK, deletionProtection: true };
  await restores.restoreSnapshot('first', order);
  expect(await restores.restoreSnapshot('first', order)).toMatchObject({ ...ref, status: 'creating' });
  await untilInstance(RECOVERY, 'restored', 'available');
  expect(await described(RECOVERY, 'restored')).toMatchObject({
    DeletionProtection: true,
    DBSubnetGroup: { DBSubnetGroupName: 'isolated' },
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0123abcd' }],
    DBParameterGroups: [{ DBParameterGroupName: 'restored' }],
    PubliclyAccessible: false,
  });
  const remove = (run: string, instance = 'restored') => restores.remove({ region: RECOVERY, instance, run });
  await expect(remove('run-2')).rejects.toMatchObject({ name: 'RestoreRefused' });
  await expect(remove('run-1', 'orders-b')).rejects.toMatchObject({ name: 'RestoreRefused' });
  await remove('run-1');
  await remove('run-1');
  await untilInstance(RECOVERY, 'restored', undefined);
  await remove('run-1');
});

test('a point in time is restored within the window, and not beyond it', async () => {
  const source = { region: PRIMARY, instance: 'orders-a' };
  expect(await restores.restorable(source)).toBeNull();
  const backups = { DBInstanceIdentifier: 'orders-a', BackupRetentionPeriod: 7, ApplyImmediately: true };
  await fixture.rds(PRIMARY).send(new ModifyDBInstanceCommand(backups));
  const window = () => restores.restorable(source);
  await expect.poll(window).not.toBeNull();
  const { earliest, latest } = (await window()) ?? { earliest: 0, latest: 0 };
  expect(latest).toBeGreaterThanOrEqual(earliest);
  const order = { ...RUN, region: PRIMARY, instance: 'as-it-was', network: null, deletionProtection: false };
  const at = (instant: number) => restores.restoreToPointInTime({ instance: 'orders-a', at: instant }, order);
  await expect(at(latest + 3_600_000_000)).rejects.toMatchObject({ name: 'PointInTimeOutOfRange' });
  await expect(at(earliest - 1_000_000)).rejects.toMatchObject({ name: 'PointInTimeOutOfRange' });
  await at(latest);
  await untilInstance(PRIMARY, 'as-it-was', 'available');
});

test('a snapshot that is gone is missing, and gone for whoever removes it again', async () => {
  const ref = { region: PRIMARY, snapshot: 'first' };
  await snapshots.remove(ref);
  await snapshots.remove(ref);
  await expect(snapshots.describe(ref)).rejects.toMatchObject({ name: 'SnapshotMissing' });
});
