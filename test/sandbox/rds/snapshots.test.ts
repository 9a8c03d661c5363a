import {
  AddTagsToResourceCommand,
  CreateDBSnapshotCommand,
  DeleteDBInstanceCommand,
  DeleteDBSnapshotCommand,
  DescribeDBInstancesCommand,
  DescribeDBSnapshotsCommand,
  ListTagsForResourceCommand,
  RestoreDBInstanceFromDBSnapshotCommand,
  type DBInstance,
  type DBSnapshot,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MASTER_PASSWORD, PRIMARY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';
import { serverHomeOf } from '../supervisor/small-sandbox.ts';

let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture();
  rds = fixture.rds(PRIMARY);
});
afterAll(() => fixture?.close());

async function instance(DBInstanceIdentifier: string): Promise<DBInstance | undefined> {
  const all = await rds.send(new DescribeDBInstancesCommand({}));
  return all.DBInstances?.find((one) => one.DBInstanceIdentifier === DBInstanceIdentifier);
}
const untilInstance = (id: string, status: string | undefined) =>
  expect.poll(async () => (await instance(id))?.DBInstanceStatus).toBe(status);

async function snapshot(DBSnapshotIdentifier: string): Promise<DBSnapshot | undefined> {
  const all = await rds.send(new DescribeDBSnapshotsCommand({}));
  return all.DBSnapshots?.find((one) => one.DBSnapshotIdentifier === DBSnapshotIdentifier);
}

/** Directories of snapshots that are kept. */
const kept = (region = PRIMARY) => {
  const place = join(serverHomeOf(fixture.stateDir), 'snapshots', region);
  return existsSync(place) ? readdirSync(place) : [];
};

const take = (DBSnapshotIdentifier: string, DBInstanceIdentifier = 'orders-a') =>
  rds.send(
    new CreateDBSnapshotCommand({
      DBSnapshotIdentifier,
      DBInstanceIdentifier,
      Tags: [{ Key: 'run', Value: '7' }],
    }),
  );
const restore = (DBInstanceIdentifier: string, more: object = {}) =>
  rds.send(
    new RestoreDBInstanceFromDBSnapshotCommand({
      DBInstanceIdentifier,
      DBSnapshotIdentifier: 'first',
      ...more,
    }),
  );

const systemOf = async (id: string) => {
  const client = await fixture.connect({
    port: fixture.port(id),
    user: 'operator',
    password: MASTER_PASSWORD,
  });
  const { rows } = await client.query('select system_identifier::text as id from pg_control_system()');
  await client.end();
  return rows[0].id;
};

test('a snapshot is taken of an instance that is written to, and says how far it is', async () => {
  const writer = await fixture.connect({ port: fixture.port('orders-a'), user: 'app', password: 'app' });
  await writer.query('insert into written select generate_series(1, 1000)');
  const owner = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await owner.query('create table wide (pad text)');
  for (let part = 0; part < 6; part++)
    await owner.query("insert into wide select repeat('x', 1000) from generate_series(1, 10000)");
  const begun = await take('first');
  expect(begun.DBSnapshot).toMatchObject({
    DBSnapshotIdentifier: 'first',
    DBInstanceIdentifier: 'orders-a',
    Status: 'creating',
    PercentProgress: 0,
    SnapshotType: 'manual',
    MasterUsername: 'operator',
    Engine: 'postgres',
    AllocatedStorage: 20,
    Encrypted: false,
    TagList: [{ Key: 'run', Value: '7' }],
  });
  const percents: number[] = [];
  for (let row = 1001, done = false; !done; row++) {
    await writer.query('insert into written values ($1)', [row]);
    const now = await snapshot('first');
    percents.push(now?.PercentProgress ?? -1);
    done = now?.Status !== 'creating';
  }
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(percents.some((one) => one > 0 && one < 100)).toBe(true);
  expect(await snapshot('first')).toMatchObject({ Status: 'available', PercentProgress: 100 });
  await untilInstance('orders-a', 'available');
  await writer.end();
  await owner.end();
});

test('a restore is a server of its own with the rows and users of the snapshot', async () => {
  const begun = await restore('restored', {
    DBInstanceClass: 'db.m7g.large',
    VpcSecurityGroupIds: ['sg-0123abcd'],
    OptionGroupName: 'default:postgres-17',
    DeletionProtection: false,
    PubliclyAccessible: false,
    MultiAZ: false,
    Tags: [{ Key: 'drill', Value: 'restore' }],
  });
  expect(begun.DBInstance).toMatchObject({
    DBInstanceStatus: 'creating',
    DBInstanceClass: 'db.m7g.large',
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-0123abcd', Status: 'active' }],
    TagList: [{ Key: 'drill', Value: 'restore' }],
    StorageEncrypted: false,
  });
  await untilInstance('restored', 'available');
  const app = await fixture.connect({ port: fixture.port('restored'), user: 'app', password: 'app' });
  const { rows } = await app.query('select count(*)::int as rows, max(n) as last from written');
  // Nothing is missing in the middle, and what was written after it is not there.
  expect(rows[0].rows).toBe(rows[0].last);
  expect(rows[0].last).toBeGreaterThanOrEqual(1000);
  await app.query('insert into written values (-1)');
  await app.end();
  expect(await systemOf('restored')).toBe(await systemOf('orders-a'));
});

test('a snapshot outlives its instance, and a final one is taken', async () => {
  const remove = (more: object) =>
    rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'restored', ...more }));
  await expect(remove({ FinalDBSnapshotIdentifier: 'first' })).rejects.toMatchObject({
    name: 'DBSnapshotAlreadyExistsFault',
    message: 'Cannot create the snapshot because a snapshot with the identifier first already exists.',
  });
  const going = await remove({ FinalDBSnapshotIdentifier: 'last' });
  expect(going.DBInstance?.DBInstanceStatus).toBe('deleting');
  await untilInstance('restored', undefined);
  expect(await snapshot('last')).toMatchObject({ Status: 'available', DBInstanceIdentifier: 'restored' });
  expect(kept()).toHaveLength(2);
});

test('tags of a snapshot are changed by its ARN', async () => {
  const ResourceName = (await snapshot('first'))?.DBSnapshotArn;
  await rds.send(new AddTagsToResourceCommand({ ResourceName, Tags: [{ Key: 'kind', Value: 'daily' }] }));
  expect((await rds.send(new ListTagsForResourceCommand({ ResourceName }))).TagList).toEqual([
    { Key: 'run', Value: '7' },
    { Key: 'kind', Value: 'daily' },
  ]);
});

test('what RDS refuses of snapshots and restores is refused in its words', async () => {
  await expect(take('first')).rejects.toMatchObject({ name: 'DBSnapshotAlreadyExistsFault' });
  await expect(take('-')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(take('other', 'nobody')).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  await expect(restore('orders-a')).rejects.toMatchObject({ name: 'DBInstanceAlreadyExistsFault' });
  await expect(restore('one', { DBSnapshotIdentifier: 'nobody' })).rejects.toMatchObject({
    name: 'DBSnapshotNotFoundFault',
    message: 'DBSnapshot not found: nobody',
  });
  await expect(restore('one', { DBSubnetGroupName: 'nobody' })).rejects.toMatchObject({
    name: 'DBSubnetGroupNotFoundFault',
  });
  await expect(restore('one', { OptionGroupName: 'nobody' })).rejects.toMatchObject({
    name: 'OptionGroupNotFoundFault',
  });
});

test('a snapshot that is deleted is gone from the disk', async () => {
  const gone = await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: 'last' }));
  expect(gone.DBSnapshot?.Status).toBe('deleted');
  await expect.poll(() => kept()).toEqual([expect.stringMatching(/^first\./)]);
});
