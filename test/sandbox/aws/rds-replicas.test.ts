import { DescribeDBInstancesCommand, ModifyDBInstanceCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRdsDatabases } from '../../../lib/aws/rds-databases.ts';
import { makeRdsReplicas } from '../../../lib/aws/rds-replicas.ts';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { until as untilTrue } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const OLD = { region: PRIMARY, instance: 'orders-a' };
const ASIDE = { region: PRIMARY, instance: 'orders-a-old-1' };
const PROMOTED = { region: RECOVERY, instance: 'orders-b' };
const AGAIN = { ...OLD, run: 'run-1', source: PROMOTED, like: ASIDE };
let fixture: WorldFixture;
let replicas: ReturnType<typeof makeRdsReplicas>;
let databases: ReturnType<typeof makeRdsDatabases>;

beforeAll(async () => {
  fixture = await startFixture();
  replicas = makeRdsReplicas((region) => fixture.rds(region));
  databases = makeRdsDatabases((region) => fixture.rds(region));
});
afterAll(() => fixture?.close());

async function find({ region, instance }: typeof OLD) {
  const { DBInstances } = await fixture.rds(region).send(new DescribeDBInstancesCommand({}));
  return DBInstances?.find((one) => one.DBInstanceIdentifier === instance);
}
const until = (ref: typeof OLD, status: string | undefined) =>
  expect.poll(async () => (await find(ref))?.DBInstanceStatus).toBe(status);
const rowsAt = async (instance: string) => {
  const reader = await fixture.connect({ port: fixture.port(instance), user: 'operator' });
  const { rows } = await reader.query('select n from written order by n');
  await reader.end();
  return rows.map(({ n }) => n);
};

test('a source of replicas keeps its name, and an instance of nobody is not removed', async () => {
  const aside = { ...OLD, run: 'run-1', as: ASIDE.instance };
  await expect(replicas.setAside(aside)).rejects.toMatchObject({ name: 'ReplicaPending' });
  await expect(replicas.remove({ ...PROMOTED, run: 'run-1' })).rejects.toMatchObject({
    name: 'ReplicaRefused',
    seen: expect.stringContaining('an instance of no run'),
  });
});

test('an old primary steps aside with all that it holds, and is rebooted', async () => {
  const writer = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await writer.query('insert into written values (1)');
  // A promotion keeps what has arrived, and on a busy machine a row takes its time.
  await untilTrue('the row at the replica', async () => (await rowsAt('orders-b')).includes(1));
  await databases.promote(PROMOTED);
  await expect.poll(async () => (await databases.describe(PROMOTED)).source).toBeNull();
  await replicas.setAside({ ...OLD, run: 'run-1', as: ASIDE.instance });
  await until(ASIDE, 'available');
  expect(await find(OLD)).toBeUndefined();
  expect((await databases.describe(ASIDE)).tags).toMatchObject({ 'muster:run': 'run-1' });
  await expect(writer.query('select 1')).rejects.toThrow();
  expect(await rowsAt(ASIDE.instance)).toEqual([1]);
});

test('a replica takes its place under its name, once, and streams from the promoted one', async () => {
  expect(await replicas.keepBackups(PROMOTED, ASIDE)).toBe(1);
  await replicas.create(AGAIN);
  await replicas.create(AGAIN);
  await expect(replicas.create({ ...AGAIN, run: 'run-2' })).rejects.toMatchObject({ name: 'ReplicaPending' });
  await until(OLD, 'available');
  const protection = { DBInstanceIdentifier: ASIDE.instance, DeletionProtection: true };
  await fixture.rds(PRIMARY).send(new ModifyDBInstanceCommand(protection));
  expect((await find(OLD))?.DeletionProtection).toBe(false);
  await replicas.protectLike(OLD, ASIDE);
  expect((await find(OLD))?.DeletionProtection).toBe(true);
  const writer = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  await writer.query('insert into written values (2)');
  await untilTrue('the row at the new replica', async () => (await rowsAt('orders-a')).includes(2));
  expect(await rowsAt(ASIDE.instance)).toEqual([1]);
});

test('what was set aside goes, protected or not, and what took its place is nobody’s any more', async () => {
  await replicas.remove({ ...ASIDE, run: 'run-1' });
  await until(ASIDE, undefined);
  await replicas.remove({ ...ASIDE, run: 'run-1' });
  await replicas.adopt(OLD);
  expect((await databases.describe(OLD)).tags).not.toHaveProperty('muster:run');
  expect(await rowsAt('orders-a')).toEqual([1, 2]);
});
