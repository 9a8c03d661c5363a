import { afterAll, beforeAll, expect, test } from 'vitest';
import { put, undo } from './experiment-driver.ts';
import { PRIMARY, RECOVERY } from './fixture-config.ts';
import { until } from './until.ts';
import { met, waysIn, write } from './ways-in.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

let fixture: WorldFixture;
let rows = 0;

// One world for all: each test leaves it as it was, which is what they are about.
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.close());

async function replicates(): Promise<void> {
  const n = (rows += 1);
  const client = await fixture.connect({ port: waysIn(fixture).client, user: 'app' });
  expect(await write(client, n)).toBe(true);
  await client.end();
  const replica = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  const select = `select from written where n = ${n}`;
  await until('the row on the replica', async () => (await replica.query(select)).rowCount === 1);
  await replica.end();
}

test.each([
  ['the disruption first', [0, 1, 2]],
  ['the disruption last', [2, 1, 0]],
  ['the disruption between', [1, 0, 2]],
] as const)('conditions and a loss are undone in any order: %s', async (_, order) => {
  const delay = await put(fixture, 'replication-delay=50ms');
  const bandwidth = await put(fixture, 'bandwidth=10MB/s');
  const loss = await put(fixture, 'region-loss');
  expect(fixture.world.status().faults.map((one) => one.fault)).toEqual([
    'replication-delay=50ms',
    'bandwidth=10MB/s',
    'region-loss',
  ]);
  for (const which of order) {
    const isLost = fixture.world.status().faults.some((one) => one.fault === 'region-loss');
    expect(fixture.world.status().regions[0]?.state).toBe(isLost ? 'lost' : 'up');
    expect(fixture.world.reachability(PRIMARY, 's3')).toBe(isLost ? 'silent' : 'up');
    await undo(fixture, [loss, bandwidth, delay][which] ?? '');
  }
  expect(fixture.world.status().faults).toEqual([]);
  await replicates();
});

test('a second disruption of the region, and a second fault of a kind, are refused; the other region’s is not', async () => {
  const loss = await put(fixture, 'region-loss');
  const refused = { name: 'ConflictException' };
  await expect(put(fixture, 'freeze')).rejects.toMatchObject(refused);
  await expect(put(fixture, 'partition=clients')).rejects.toMatchObject(refused);
  const slow = await put(fixture, 'slow-api=1ms@rds', RECOVERY);
  await expect(put(fixture, 'slow-api=2ms@s3', RECOVERY)).rejects.toMatchObject(refused);
  const throttled = await put(fixture, 'throttled-api=20%', RECOVERY);
  await undo(fixture, loss);
  await undo(fixture, slow, RECOVERY);
  await undo(fixture, throttled, RECOVERY);
  expect(await met(fixture, { port: waysIn(fixture).client, user: 'app' })).toBe('answered');
});

test('a partition that ends while the other region is lost keeps that one cut off', async () => {
  const partition = await put(fixture, 'partition=regions');
  const loss = await put(fixture, 'region-loss', RECOVERY);
  await undo(fixture, partition);
  expect(fixture.world.reachability(PRIMARY, 'rds')).toBe('up');
  expect(fixture.world.reachability(RECOVERY, 'rds')).toBe('silent');
  expect(await met(fixture, { port: fixture.port('orders-b'), user: 'operator' })).toContain('timeout');
  await undo(fixture, loss, RECOVERY);
  await replicates();
});

test('a link that does not exist cannot be slowed, and a text that is no fault says what would be one', async () => {
  await expect(put(fixture, 'replication-delay=5s', RECOVERY)).rejects.toThrow(
    `the experiment failed: no replica streams from ${RECOVERY}: there is no link`,
  );
  await expect(put(fixture, 'replication-delay=soon')).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      '"replication-delay=soon" is no fault; expected it to be like replication-delay=5s: what streams to the replicas is that long on its way',
  });
});
