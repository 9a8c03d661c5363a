import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { processTree } from '../../../lib/sandbox/process/kill-tree.ts';
import { put, receipt, undo } from './experiment-driver.ts';
import { RECOVERY } from './fixture-config.ts';
import { truthLines } from './truth-lines.ts';
import { until } from './until.ts';
import { waysIn, write } from './ways-in.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

let fixture: WorldFixture;

beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture?.close());

function statesOf(instance: number): string[] {
  const pid = fixture.world.status().instances[instance]?.pid ?? 0;
  return processTree(pid).map((one) => one.state);
}

test('every process of the region’s server is stopped, none is ended, and none of the other region’s is', async () => {
  expect(statesOf(0)).not.toContain('T');
  const client = await fixture.connect({ port: waysIn(fixture).inside, user: 'app' });
  const id = await put(fixture, 'freeze');
  expect(new Set(statesOf(0))).toEqual(new Set(['T']));
  expect(statesOf(1)).not.toContain('T');
  expect(await receipt(fixture, id)).toMatchObject({
    processesEnded: 0,
    processesAlive: statesOf(0).length,
    storageHeld: false,
  });
  expect(await write(client, 1)).toBe(false);
  for (const port of Object.values(waysIn(fixture)))
    await expect(fixture.connect({ port, user: 'app' })).rejects.toThrow('timeout');

  await undo(fixture, id);
  expect(statesOf(0)).not.toContain('T');
  const next = await fixture.connect({ port: waysIn(fixture).client, user: 'app' });
  expect(await write(next, 2)).toBe(true);
  // What the frozen server had received it does when it goes on: that is what the fence is for.
  await until('the write of before', async () => (await next.query('select from written')).rowCount === 2);
  await Promise.all([client.end().catch(() => undefined), next.end()]);
});

test('a former primary does not do one statement more, not even one that it had received', async () => {
  const stale = await fixture.connect({ port: waysIn(fixture).inside, user: 'app' });
  const id = await put(fixture, 'freeze');
  const unanswered = write(stale, 10);
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  const promoted = await fixture.connect({ port: fixture.port('orders-b'), user: 'app' });
  await until('a write on the new primary', () => write(promoted, 11));
  await undo(fixture, id);
  expect(await unanswered).toBe(false);
  const operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  expect((await operator.query('select n from written order by n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
  await expect(fixture.connect({ port: waysIn(fixture).client, user: 'app' })).rejects.toThrow(
    'no pg_hba.conf entry',
  );
  expect(truthLines(fixture.stateDir, 'fenced')).toHaveLength(1);
  await Promise.all([operator.end(), promoted.end(), stale.end().catch(() => undefined)]);
});

test('without the deferred fence it does the statement: a write that only the old primary has', async () => {
  const bare = await startFixture({ deferredFence: false });
  try {
    const stale = await bare.connect({ port: waysIn(bare).inside, user: 'app' });
    const id = await put(bare, 'freeze');
    const late = write(stale, 10);
    await bare.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
    const promoted = await bare.connect({ port: bare.port('orders-b'), user: 'app' });
    await until('a write on the new primary', () => write(promoted, 11));
    await undo(bare, id);
    await late;
    const old = await bare.connect({ port: waysIn(bare).client, user: 'app' });
    const late10 = async () => (await old.query('select from written where n = 10')).rowCount === 1;
    expect(await until('the late write', late10)).toBe(true);
    await Promise.all([old.end(), promoted.end(), stale.end().catch(() => undefined)]);
  } finally {
    await bare.close();
  }
});

test('a sandbox whose server is frozen ends like any other', async () => {
  const frozen = await startFixture();
  await put(frozen, 'freeze');
  const pid = frozen.world.status().instances[0]?.pid ?? 0;
  await frozen.close();
  expect(processTree(pid)).toEqual([]);
});
