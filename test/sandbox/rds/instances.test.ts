import {
  CreateDBInstanceCommand,
  CreateDBInstanceReadReplicaCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  ModifyDBInstanceCommand,
  RebootDBInstanceCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
  type CreateDBInstanceCommandInput,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { put, receipt, undo } from '../faults/experiment-driver.ts';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';
import { processesOf, serverHomeOf } from '../supervisor/small-sandbox.ts';

const SOURCE = `arn:aws:rds:${PRIMARY}:123456789012:db:orders-a`;
let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture({ delays: { backupMs: 300 } });
  rds = fixture.rds(RECOVERY);
});
afterAll(() => fixture?.close());

async function find(DBInstanceIdentifier: string, region = RECOVERY): Promise<DBInstance | undefined> {
  const all = await fixture.rds(region).send(new DescribeDBInstancesCommand({}));
  return all.DBInstances?.find((one) => one.DBInstanceIdentifier === DBInstanceIdentifier);
}
const until = (id: string, status: string | undefined, region = RECOVERY) =>
  expect.poll(async () => (await find(id, region))?.DBInstanceStatus).toBe(status);

/** Where a server keeps its files. */
const dataDir = (region: string, id: string) =>
  join(serverHomeOf(fixture.stateDir), 'data', `${region}-${id}`);
/** The server's processes, by what it was started with. */
const serversOf = (directory: string) =>
  processesOf(fixture.stateDir).filter((one) => one.includes(directory));

const create = (more: Partial<CreateDBInstanceCommandInput> = {}, client = rds) =>
  client.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'made',
      DBInstanceClass: 'db.t4g.micro',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'owner',
      MasterUserPassword: 'long enough'.replace(' ', '-'),
      DBName: 'shop',
      ...more,
    }),
  );

const named = { DBInstanceIdentifier: 'made' };
const reboot = () => rds.send(new RebootDBInstanceCommand(named));
const stop = () => rds.send(new StopDBInstanceCommand(named));
const start = () => rds.send(new StartDBInstanceCommand(named));
const NOT_AVAILABLE = {
  name: 'InvalidDBInstanceStateFault',
  message: 'Instance made is not in available state.',
};
const NOT_STOPPED = {
  name: 'InvalidDBInstanceStateFault',
  message:
    "Instance made cannot be started as it is not in one of the following statuses: 'stopped, inaccessible-encryption-credentials-recoverable, incompatible-network'.",
};

test('an instance is made with a server of its own, and walks through its states', async () => {
  const made = await create();
  expect(made.DBInstance).toMatchObject({ DBInstanceStatus: 'creating', DeletionProtection: false });
  expect(made.DBInstance?.Endpoint).toBeUndefined();
  await expect(reboot()).rejects.toMatchObject(NOT_AVAILABLE);
  await until('made', 'backing-up');
  await expect(stop()).rejects.toMatchObject(NOT_AVAILABLE);
  await until('made', 'available');
  expect((await find('made'))?.Endpoint?.Port).toBe(fixture.port('made'));
  const login = { port: fixture.port('made'), user: 'owner', password: 'long-enough', database: 'shop' };
  const owner = await fixture.connect(login);
  await owner.query('create table kept (id int); insert into kept values (7)');
  await owner.end();
  await expect(start()).rejects.toMatchObject(NOT_STOPPED);
  const stopped = await stop();
  expect(stopped.DBInstance?.DBInstanceStatus).toBe('stopping');
  await until('made', 'stopped');
  await expect(fixture.connect(login)).rejects.toThrow();
  expect((await start()).DBInstance?.DBInstanceStatus).toBe('starting');
  await until('made', 'available');
  const rebooting = await reboot();
  expect(rebooting.DBInstance?.DBInstanceStatus).toBe('rebooting');
  await until('made', 'available');
  const again = await fixture.connect(login);
  expect((await again.query('select id from kept')).rows).toEqual([{ id: 7 }]);
  await again.end();
});

test('changes wait unless they are wanted at once', async () => {
  const modify = (more: object) => rds.send(new ModifyDBInstanceCommand({ ...named, ...more }));
  await expect(modify({ ApplyImmediately: true })).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
    message: 'No modifications were requested',
  });
  const later = await modify({ DBInstanceClass: 'db.m7g.large', DeletionProtection: true });
  expect(later.DBInstance).toMatchObject({
    DBInstanceClass: 'db.t4g.micro',
    DeletionProtection: true,
    PendingModifiedValues: { DBInstanceClass: 'db.m7g.large' },
  });
  const now = await modify({ AllocatedStorage: 21, MultiAZ: false, ApplyImmediately: true });
  expect(now.DBInstance).toMatchObject({
    DBInstanceStatus: 'modifying',
    DBInstanceClass: 'db.m7g.large',
    AllocatedStorage: 22,
    PendingModifiedValues: {},
  });
  await expect(modify({ AllocatedStorage: 40 })).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: 'Database instance is not in available state.',
  });
  await until('made', 'available');
  await expect(modify({ AllocatedStorage: 20 })).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
    message: 'Invalid storage size for engine name postgres and storage type gp3: 20',
  });
  expect((await modify({ BackupRetentionPeriod: 7 })).DBInstance?.BackupRetentionPeriod).toBe(7);
});

test('a protected instance is deleted only when its protection is taken off, and says about a final snapshot', async () => {
  const remove = (more: object) => rds.send(new DeleteDBInstanceCommand({ ...named, ...more }));
  await expect(remove({ SkipFinalSnapshot: true })).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
    message: 'Cannot delete protected DB Instance, please disable deletion protection and try again.',
  });
  await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'made', DeletionProtection: false }));
  await expect(remove({})).rejects.toMatchObject({
    message: 'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
  });
  const directory = dataDir(RECOVERY, 'made');
  expect([existsSync(directory), serversOf(directory).length > 0]).toEqual([true, true]);
  const going = await remove({ SkipFinalSnapshot: true });
  expect(going.DBInstance?.DBInstanceStatus).toBe('deleting');
  await until('made', undefined);
  expect([existsSync(directory), serversOf(directory)]).toEqual([false, []]);
  const { Events } = await rds.send(
    new DescribeEventsCommand({ SourceType: 'db-instance', SourceIdentifier: 'made' }),
  );
  expect(Events?.map((one) => [one.EventCategories?.[0], one.Message])).toEqual([
    ['backup', 'Backing up DB instance'],
    ['creation', 'DB instance created'],
    ['backup', 'Finished DB Instance backup'],
    ['notification', 'DB instance stopped'],
    ['notification', 'DB instance started'],
    ['availability', 'DB instance shutdown'],
    ['availability', 'DB instance restarted'],
    ['configuration change', 'Finished applying modification to DB instance class'],
    ['configuration change', 'Finished applying modification to allocated storage'],
    ['deletion', 'DB instance deleted'],
  ]);
});

test('a replica is made anew, in its old name, of a primary that is written to, and another one beside it', async () => {
  const old = { DBInstanceIdentifier: 'orders-b' };
  await rds.send(new ModifyDBInstanceCommand({ ...old, DeletionProtection: false }));
  await rds.send(new DeleteDBInstanceCommand({ ...old, SkipFinalSnapshot: true }));
  await until('orders-b', undefined);
  const writer = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await writer.query('create table before_copy as select generate_series(1, 10000) as id');
  const [made, beside] = await Promise.all([
    rds.send(new CreateDBInstanceReadReplicaCommand({ ...old, SourceDBInstanceIdentifier: SOURCE })),
    fixture.rds(PRIMARY).send(
      new CreateDBInstanceReadReplicaCommand({
        DBInstanceIdentifier: 'orders-d',
        SourceDBInstanceIdentifier: 'orders-a',
      }),
    ),
  ]);
  expect(made.DBInstance).toMatchObject({
    DBInstanceStatus: 'creating',
    ReadReplicaSourceDBInstanceIdentifier: SOURCE,
  });
  expect(beside.DBInstance?.ReadReplicaSourceDBInstanceIdentifier).toBe('orders-a');
  await writer.query('create table during_copy as select generate_series(1, 10) as id');
  await until('orders-b', 'available');
  await until('orders-d', 'available', PRIMARY);
  await writer.query('create table after_copy as select 1 as id');
  await writer.end();
  expect(await rowsAt('orders-b')).toBe(10_011);
  expect(await rowsAt('orders-d')).toBe(10_011);
  const primary = await find('orders-a', PRIMARY);
  expect(primary?.ReadReplicaDBInstanceIdentifiers?.toSorted()).toEqual([
    SOURCE.replace(PRIMARY, RECOVERY).replace('orders-a', 'orders-b'),
    'orders-d',
  ]);
  await expect(rds.send(new StopDBInstanceCommand(old))).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: 'Cannot stop or start a Read-Replica instance',
  });
});

/** What a replica has of the three tables, as soon as it has them all. */
async function rowsAt(id: string): Promise<number> {
  const reader = await fixture.connect({ port: fixture.port(id), user: 'operator' });
  const tables = ['before_copy', 'during_copy', 'after_copy'];
  const sql = `select ${tables.map((one) => `(select count(*) from ${one})`).join(' + ')} as rows`;
  const count = () =>
    reader.query(sql).then(
      ({ rows }) => Number(rows[0].rows),
      () => 0,
    );
  await expect.poll(count).toBeGreaterThan(0);
  const rows = await count();
  await reader.end();
  return rows;
}

test('the front door leads to the replica that has the name now', async () => {
  fixture.switchTo('dublin');
  const port = fixture.world.status().frontDoors[0]?.port ?? 0;
  const address = async () => {
    const client = await fixture.connect({ port, user: 'app' });
    const { rows } = await client.query('select pg_is_in_recovery() as replica');
    await client.end();
    return rows[0].replica;
  };
  await expect.poll(address).toBe(true);
});

test('of a region that is lost nothing lives, also not what was just being made there', async () => {
  const there = fixture.rds(PRIMARY);
  const made = create({ DBInstanceIdentifier: 'doomed' }, there);
  const rebooting = there.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'orders-d' }));
  await Promise.all([made, rebooting]);
  const loss = await put(fixture, 'region-loss');
  expect(await receipt(fixture, loss)).toMatchObject({ processesAlive: 0, storageHeld: true });
  for (const id of ['orders-a', 'orders-d', 'doomed']) expect(serversOf(dataDir(PRIMARY, id))).toEqual([]);
  const replica = { DBInstanceIdentifier: 'orders-e', SourceDBInstanceIdentifier: SOURCE };
  await expect(rds.send(new CreateDBInstanceReadReplicaCommand(replica))).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
  });
  await undo(fixture, loss);
  await until('orders-a', 'available', PRIMARY);
  await until('orders-d', 'available', PRIMARY);
  expect((await find('doomed', PRIMARY))?.DBInstanceStatus).toBe('failed');
  await there.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'doomed', SkipFinalSnapshot: true }));
  await until('doomed', undefined, PRIMARY);
  expect(existsSync(dataDir(PRIMARY, 'doomed'))).toBe(false);
});

test('an instance is deleted while it is being made', async () => {
  await create({ DBInstanceIdentifier: 'brief' });
  const brief = { DBInstanceIdentifier: 'brief' };
  const remove = (more: object) => rds.send(new DeleteDBInstanceCommand({ ...brief, ...more }));
  await expect(remove({ FinalDBSnapshotIdentifier: 'last' })).rejects.toMatchObject({
    message: 'Instance brief is currently creating - a final snapshot cannot be taken.',
  });
  await remove({ SkipFinalSnapshot: true });
  await expect(remove({ SkipFinalSnapshot: true })).rejects.toMatchObject({
    message: 'Instance brief is already being deleted.',
  });
  await until('brief', undefined);
  const directory = dataDir(RECOVERY, 'brief');
  expect([existsSync(directory), serversOf(directory)]).toEqual([false, []]);
});

test('what RDS refuses of a creation is refused in its words', async () => {
  await expect(create({ DBInstanceIdentifier: 'orders-b' })).rejects.toMatchObject({
    name: 'DBInstanceAlreadyExistsFault',
    message: 'DB instance already exists',
  });
  await expect(create({ MasterUserPassword: 'short' })).rejects.toMatchObject({
    message:
      'The parameter MasterUserPassword is not a valid password because it is shorter than 8 characters.',
  });
  await expect(create({ Engine: 'mysql' })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  await expect(create({ AllocatedStorage: undefined })).rejects.toMatchObject({
    message: 'The parameter AllocatedStorage must be provided and must not be null.',
  });
  await expect(create({ StorageEncrypted: true })).rejects.toMatchObject({
    message: 'The parameter StorageEncrypted is not supported.',
  });
  await expect(create({ DBParameterGroupName: 'nobody' })).rejects.toMatchObject({
    name: 'DBParameterGroupNotFoundFault',
  });
});
