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
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const SOURCE = `arn:aws:rds:${PRIMARY}:123456789012:db:orders-a`;
let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture();
  rds = fixture.rds(RECOVERY);
});
afterAll(() => fixture?.close());

async function find(DBInstanceIdentifier: string): Promise<DBInstance | undefined> {
  const all = await rds.send(new DescribeDBInstancesCommand({}));
  return all.DBInstances?.find((one) => one.DBInstanceIdentifier === DBInstanceIdentifier);
}
const until = (id: string, status: string | undefined) =>
  expect.poll(async () => (await find(id))?.DBInstanceStatus, { timeout: 30_000 }).toBe(status);

const create = (more: Partial<CreateDBInstanceCommandInput> = {}) =>
  rds.send(
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

test('an instance is made with a server of its own, and walks through its states', async () => {
  const made = await create();
  expect(made.DBInstance).toMatchObject({ DBInstanceStatus: 'creating', DeletionProtection: false });
  await until('made', 'available');
  const DBInstanceIdentifier = 'made';
  const login = { port: fixture.port('made'), user: 'owner', password: 'long-enough', database: 'shop' };
  const owner = await fixture.connect(login);
  await owner.query('create table kept (id int); insert into kept values (7)');
  await owner.end();
  const stopped = await rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier }));
  expect(stopped.DBInstance?.DBInstanceStatus).toBe('stopping');
  await until('made', 'stopped');
  await expect(fixture.connect(login)).rejects.toThrow();
  await rds.send(new StartDBInstanceCommand({ DBInstanceIdentifier }));
  await until('made', 'available');
  const rebooting = await rds.send(new RebootDBInstanceCommand({ DBInstanceIdentifier }));
  expect(rebooting.DBInstance?.DBInstanceStatus).toBe('rebooting');
  await until('made', 'available');
  const again = await fixture.connect(login);
  expect((await again.query('select id from kept')).rows).toEqual([{ id: 7 }]);
  await again.end();
});

test('changes wait unless they are wanted at once', async () => {
  const modify = (more: object) =>
    rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'made', ...more }));
  const later = await modify({ DBInstanceClass: 'db.m7g.large', DeletionProtection: true });
  expect(later.DBInstance).toMatchObject({
    DBInstanceClass: 'db.t4g.micro',
    DeletionProtection: true,
    PendingModifiedValues: { DBInstanceClass: 'db.m7g.large' },
  });
  const now = await modify({ AllocatedStorage: 30, ApplyImmediately: true });
  expect(now.DBInstance).toMatchObject({
    DBInstanceStatus: 'modifying',
    DBInstanceClass: 'db.m7g.large',
    AllocatedStorage: 30,
  });
  await until('made', 'available');
  await expect(modify({ AllocatedStorage: 20 })).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
  });
});

test('a protected instance is deleted only when its protection is taken off, and says about a final snapshot', async () => {
  const remove = (more: object) =>
    rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'made', ...more }));
  await expect(remove({ SkipFinalSnapshot: true })).rejects.toMatchObject({
    name: 'InvalidParameterCombination',
    message: 'Cannot delete protected DB Instance, please disable deletion protection and try again.',
  });
  await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: 'made', DeletionProtection: false }));
  await expect(remove({})).rejects.toMatchObject({
    message: 'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
  });
  const going = await remove({ SkipFinalSnapshot: true });
  expect(going.DBInstance?.DBInstanceStatus).toBe('deleting');
  await until('made', undefined);
  const { Events } = await rds.send(
    new DescribeEventsCommand({ SourceType: 'db-instance', SourceIdentifier: 'made' }),
  );
  expect(Events?.map((one) => one.Message)).toEqual([
    'DB instance created',
    'DB instance stopped',
    'DB instance started',
    'DB instance restarted',
    'Finished applying modification to DB instance',
    'Finished applying modification to DB instance',
    'Finished applying modification to DB instance',
    'DB instance deleted',
  ]);
});

test('a replica is made of an instance of the other region that is written to meanwhile, and streams', async () => {
  const writer = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await writer.query('create table before_copy as select generate_series(1, 10000) as id');
  const made = await rds.send(
    new CreateDBInstanceReadReplicaCommand({
      DBInstanceIdentifier: 'orders-c',
      SourceDBInstanceIdentifier: SOURCE,
    }),
  );
  expect(made.DBInstance).toMatchObject({
    DBInstanceStatus: 'creating',
    ReadReplicaSourceDBInstanceIdentifier: SOURCE,
  });
  await writer.query('create table during_copy as select generate_series(1, 10) as id');
  await until('orders-c', 'available');
  await writer.query('create table after_copy as select 1 as id');
  const reader = await fixture.connect({ port: fixture.port('orders-c'), user: 'operator' });
  const counts = () =>
    reader
      .query(
        'select (select count(*) from before_copy)::int + (select count(*) from during_copy)::int + (select count(*) from after_copy)::int as all',
      )
      .then(
        ({ rows }) => rows[0].all,
        () => 0,
      );
  await expect.poll(counts).toBe(10_011);
  await Promise.all([reader.end(), writer.end()]);
  await expect(
    rds.send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'orders-c' })),
  ).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: 'Cannot stop or start a Read-Replica instance',
  });
  await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'orders-c', SkipFinalSnapshot: true }));
  await until('orders-c', undefined);
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
  await expect(create({ StorageEncrypted: true })).rejects.toMatchObject({
    message: 'The parameter StorageEncrypted is not supported.',
  });
  await expect(create({ DBParameterGroupName: 'nobody' })).rejects.toMatchObject({
    name: 'DBParameterGroupNotFoundFault',
  });
});
