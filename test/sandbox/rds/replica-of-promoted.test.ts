import {
  CreateDBInstanceReadReplicaCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  PromoteReadReplicaCommand,
  type DBInstance,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { until as untilTrue } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const PROMOTED = `arn:aws:rds:${RECOVERY}:123456789012:db:orders-b`;
let fixture: WorldFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.close());

async function find(region: string, id: string): Promise<DBInstance | undefined> {
  const all = await fixture.rds(region).send(new DescribeDBInstancesCommand({}));
  return all.DBInstances?.find((one) => one.DBInstanceIdentifier === id);
}
const until = (region: string, id: string, status: string | undefined) =>
  expect.poll(async () => (await find(region, id))?.DBInstanceStatus).toBe(status);

const operator = (id: string) => fixture.connect({ port: fixture.port(id), user: 'operator' });
const replicaOf = (DBInstanceIdentifier: string, SourceDBInstanceIdentifier: string, region: string) =>
  fixture
    .rds(region)
    .send(new CreateDBInstanceReadReplicaCommand({ DBInstanceIdentifier, SourceDBInstanceIdentifier }));

async function remove(region: string, DBInstanceIdentifier: string): Promise<void> {
  const rds = fixture.rds(region);
  await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, DeletionProtection: false }));
  await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier, SkipFinalSnapshot: true }));
  await until(region, DBInstanceIdentifier, undefined);
}

async function promote(region: string, DBInstanceIdentifier: string): Promise<void> {
  await fixture.rds(region).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier }));
  const source = async () =>
    (await find(region, DBInstanceIdentifier))?.ReadReplicaSourceDBInstanceIdentifier;
  await expect.poll(source).toBeUndefined();
}

/** A row that is written at one instance is read at the other. */
async function streams(from: string, to: string, row: number): Promise<true> {
  const writer = await operator(from);
  await writer.query('insert into written values ($1)', [row]);
  const reader = await operator(to);
  const found = async () => (await reader.query('select 1 from written where n = $1', [row])).rowCount === 1;
  const arrived = await untilTrue(`row ${row} at ${to}`, found);
  await Promise.all([writer.end(), reader.end()]);
  return arrived;
}

test('a promoted replica is the source of a new one in the region, and by the name, of its former primary', async () => {
  await promote(RECOVERY, 'orders-b');
  await remove(PRIMARY, 'orders-a');
  const made = await replicaOf('orders-a', PROMOTED, PRIMARY);
  expect(made.DBInstance?.ReadReplicaSourceDBInstanceIdentifier).toBe(PROMOTED);
  await until(PRIMARY, 'orders-a', 'available');
  expect(await streams('orders-b', 'orders-a', 1)).toBe(true);
  expect((await find(RECOVERY, 'orders-b'))?.ReadReplicaDBInstanceIdentifiers).toEqual([
    PROMOTED.replace(RECOVERY, PRIMARY).replace('orders-b', 'orders-a'),
  ]);
});

test('it is promoted in its turn, and all is as it was once it has a replica again', async () => {
  await promote(PRIMARY, 'orders-a');
  await remove(RECOVERY, 'orders-b');
  await replicaOf('orders-b', PROMOTED.replace(RECOVERY, PRIMARY).replace('orders-b', 'orders-a'), RECOVERY);
  await until(RECOVERY, 'orders-b', 'available');
  expect(await streams('orders-a', 'orders-b', 2)).toBe(true);
});
