import { afterAll, beforeAll, expect, test } from 'vitest';
import { lose, undo } from './experiment-driver.ts';
import { until } from './until.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

let fixture: WorldFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.close());

test('a region that refuses is refused at once', async () => {
  const id = await lose(fixture, 'EXT2');
  await expect(fixture.connect({ port: fixture.port('orders-a'), user: 'app' })).rejects.toThrow(
    'ECONNREFUSED',
  );
  await undo(fixture, id);
});

test('when nothing was promoted, the undo opens the primary to its clients and replication goes on', async () => {
  const id = await lose(fixture, 'EXT1');
  await undo(fixture, id);
  const client = await fixture.connect({ port: fixture.port('orders-a'), user: 'app' });
  await client.query('insert into written values (7)');
  await client.end();
  const replica = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  expect(
    await until(
      'row on the replica',
      async () => (await replica.query('select from written where n = 7')).rowCount === 1,
    ),
  ).toBe(true);
  await replica.end();
});
