import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ListTagsForResourceCommand,
  PromoteReadReplicaCommand,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../faults/until.ts';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const PROMOTION_MS = 2000;
const SOURCE_ARN = `arn:aws:rds:${PRIMARY}:123456789012:db:orders-a`;
let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture({ promotionMs: PROMOTION_MS });
  rds = fixture.rds(RECOVERY);
});
afterAll(() => fixture?.close());

async function replica(): Promise<DBInstance> {
  const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders-b' }));
  return answer.DBInstances?.[0] ?? {};
}

test('a region shows its own instances, with endpoint, tags and the source in the other region', async () => {
  const all = await rds.send(new DescribeDBInstancesCommand({}));
  expect(all.DBInstances).toHaveLength(1);
  expect(all.DBInstances?.[0]).toMatchObject({
    DBInstanceIdentifier: 'orders-b',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    Endpoint: { Address: '127.0.0.1', Port: fixture.port('orders-b') },
    ReadReplicaSourceDBInstanceIdentifier: SOURCE_ARN,
    TagList: [{ Key: 'plan', Value: 'orders' }],
  });
  const tags = await fixture.rds(PRIMARY).send(new ListTagsForResourceCommand({ ResourceName: SOURCE_ARN }));
  expect(tags.TagList).toEqual([{ Key: 'plan', Value: 'orders' }]);
});

test('what RDS refuses is refused with its errors', async () => {
  const unknown = new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'nobody' });
  await expect(rds.send(unknown)).rejects.toMatchObject({ name: 'DBInstanceNotFoundFault' });
  const primary = new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-a' });
  await expect(fixture.rds(PRIMARY).send(primary)).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
  });
  const other = new DescribeDBClustersCommand({});
  await expect(rds.send(other)).rejects.toMatchObject({ name: 'InvalidAction' });
});

test('while a promotion is under way `available` is shown first, and is no proof of it', async () => {
  const server = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  const inRecovery = async () => (await server.query('select pg_is_in_recovery() as yes')).rows[0].yes;
  const calledAt = performance.now();
  await rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  expect(await replica()).toMatchObject({
    DBInstanceStatus: 'available',
    ReadReplicaSourceDBInstanceIdentifier: SOURCE_ARN,
  });
  expect(await inRecovery()).toBe(true);
  await until('status modifying', async () => (await replica()).DBInstanceStatus === 'modifying');
  expect((await replica()).ReadReplicaSourceDBInstanceIdentifier).toBe(SOURCE_ARN);
  await until(
    'source gone',
    async () => (await replica()).ReadReplicaSourceDBInstanceIdentifier === undefined,
  );
  expect(performance.now() - calledAt).toBeGreaterThan(PROMOTION_MS - 1);
  expect(await inRecovery()).toBe(false);
  await server.end();
});

test('a promoted replica cannot be promoted again', async () => {
  const again = new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' });
  await expect(rds.send(again)).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: 'DB Instance is not a read replica.',
  });
});
