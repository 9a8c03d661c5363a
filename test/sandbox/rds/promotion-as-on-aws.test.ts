import {
  DescribeDBInstancesCommand,
  PromoteReadReplicaCommand,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const SOURCE_ARN = `arn:aws:rds:${PRIMARY}:123456789012:db:orders-a`;
const delays = {
  promotionMs: 700,
  staleStatusMs: 300,
  rebootMs: 700,
  backupMs: 1_500,
  replicaBackupMs: 8_000,
};
let fixture: WorldFixture;
let rds: RDSClient;

beforeAll(async () => {
  fixture = await startFixture({ delays });
  rds = fixture.rds(RECOVERY);
});
afterAll(() => fixture?.close());

const promotion = new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' });

async function replica(): Promise<DBInstance> {
  const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders-b' }));
  return answer.DBInstances?.[0] ?? {};
}

async function canConnect(): Promise<boolean> {
  try {
    const client = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
    await client.end();
    return true;
  } catch {
    return false;
  }
}

test('a replica that is backing up refuses to be promoted, and serves', async () => {
  expect(await replica()).toMatchObject({ DBInstanceStatus: 'backing-up', BackupRetentionPeriod: 0 });
  await expect(rds.send(promotion)).rejects.toMatchObject({
    name: 'InvalidDBInstanceStateFault',
    message: 'DB Instance is not in available state.',
  });
  expect(await canConnect()).toBe(true);
  await until('available', async () => (await replica()).DBInstanceStatus === 'available');
});

test('a promotion walks through the statuses as on AWS, and the server is away while it reboots', async () => {
  const calledAt = performance.now();
  await rds.send(promotion);
  const statuses: string[] = [];
  const refusedIn = new Set<string>();
  const openIn = new Set<string>();
  for (let ended = false; !ended; ) {
    const { DBInstanceStatus: status = '', ReadReplicaSourceDBInstanceIdentifier: source } = await replica();
    if (statuses.at(-1) !== status) statuses.push(status);
    expect(source).toBe(['available', 'modifying', 'rebooting'].includes(status) ? SOURCE_ARN : undefined);
    const connected = await canConnect();
    // What was seen belongs to a status only if that did not change meanwhile.
    if ((await replica()).DBInstanceStatus === status) (connected ? openIn : refusedIn).add(status);
    ended = status === 'backing-up';
  }
  expect(statuses).toEqual(['available', 'modifying', 'rebooting', 'backing-up']);
  expect(refusedIn).toContain('rebooting');
  expect(openIn).toContain('modifying');
  expect(performance.now() - calledAt).toBeGreaterThanOrEqual(delays.promotionMs + delays.rebootMs - 2);
});

test('while the promoted instance is backing up it takes writes, and no second promotion', async () => {
  await expect(rds.send(promotion)).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
  const server = await fixture.connect({ port: fixture.port('orders-b'), user: 'app' });
  expect((await server.query('insert into written values (1)')).rowCount).toBe(1);
  await server.end();
  await until('available', async () => (await replica()).DBInstanceStatus === 'available');
  expect(await replica()).toMatchObject({ BackupRetentionPeriod: 1 });
});
