import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put, receipt, undo } from './experiment-driver.ts';
import { PRIMARY, RECOVERY } from './fixture-config.ts';
import { truthLines } from './truth-lines.ts';
import { until } from './until.ts';
import { met, waysIn, write } from './ways-in.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

let fixture: WorldFixture;
let row = 0;

beforeAll(async () => {
  fixture = await startFixture({ services: true });
});
afterAll(() => fixture?.close());

async function reachOf() {
  const ways = waysIn(fixture);
  const serviceUrl = fixture.world.status().services[0]?.url ?? '';
  const [client, operator, inside, service] = await Promise.all([
    met(fixture, { port: ways.client, user: 'app' }),
    met(fixture, { port: ways.operator, user: 'operator' }),
    met(fixture, { port: ways.inside, user: 'app' }),
    fetch(serviceUrl, { signal: AbortSignal.timeout(1000) }).then(
      () => 'answered',
      () => 'silent',
    ),
  ]);
  const api = fixture.world.reachability(PRIMARY, 'rds');
  return { client, operator, inside, service, api };
}

/** Writes from inside, and says whether the row comes to the replica within a moment. */
async function streams(): Promise<boolean> {
  const n = ++row;
  const inside = await fixture.connect({ port: waysIn(fixture).inside, user: 'app' });
  await inside.query(`insert into written values (${n})`);
  await inside.end();
  const replica = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  const seen = async () => (await replica.query(`select from written where n = ${n}`)).rowCount === 1;
  const deadline = performance.now() + 700;
  while (performance.now() < deadline && !(await seen())) await replica.query('select pg_sleep(0.02)');
  const arrived = await seen();
  await replica.end();
  return arrived;
}

const WHOLE = {
  client: 'answered',
  operator: 'answered',
  inside: 'answered',
  service: 'answered',
  api: 'up',
};
const SILENT = 'timeout expired';
/** A busy machine may let one of the answers take longer than a client waits. */
const PATIENCE = { interval: 10 };

describe.each([
  ['partition', { ...WHOLE, client: SILENT, operator: SILENT, service: 'silent', api: 'silent' }, false],
  ['partition=regions', { ...WHOLE, operator: SILENT, api: 'silent' }, false],
  ['partition=clients', { ...WHOLE, client: SILENT, service: 'silent' }, true],
])('%s', (fault, reach, replicates) => {
  let id: string;

  test('before it, every way is open and the replica streams', async () => {
    await expect.poll(reachOf, PATIENCE).toEqual(WHOLE);
    await until('the replica streams', streams);
  });

  test('cuts what it names and nothing else, and its receipt counts the living', async () => {
    id = await put(fixture, fault);
    expect(await receipt(fixture, id)).toMatchObject({ processesEnded: 0, storageHeld: false });
    expect(await receipt(fixture, id)).toHaveProperty('processesAlive', expect.any(Number));
    await expect.poll(reachOf, PATIENCE).toEqual(reach);
    if (replicates) await until('the replica streams', streams);
    else expect(await streams()).toBe(false);
    expect(fixture.world.reachability(PRIMARY, 'fis')).toBe('up');
  });

  test('when nothing was promoted, its undo opens every way and the replica has all', async () => {
    await undo(fixture, id);
    await expect.poll(reachOf, PATIENCE).toEqual(WHOLE);
    await until('the replica streams', streams);
    const last = truthLines(fixture.stateDir).filter((line) => line['fault'] === fault);
    expect(last.map((line) => [line.event, line['kind']])).toEqual([
      ['fault-requested', 'partition'],
      ['fault-in-force', 'partition'],
      ['undo-requested', 'partition'],
      ['fault-undone', 'partition'],
    ]);
  });
});

describe('a partition during which the replica is promoted', () => {
  test('lets the old primary live and take writes from inside', async () => {
    const id = await put(fixture, 'partition');
    const stale = await fixture.connect({ port: waysIn(fixture).inside, user: 'app' });
    await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
    const promoted = await fixture.connect({ port: fixture.port('orders-b'), user: 'app' });
    await until('a write on the new primary', () => write(promoted, 1000));
    expect(await write(stale, 1001)).toBe(true);

    await undo(fixture, id);
    expect(await write(stale, 1002)).toBe(false);
    for (const port of Object.values(waysIn(fixture))) {
      expect(await met(fixture, { port, user: 'app' })).toContain('no pg_hba.conf entry');
      expect(await met(fixture, { port, user: 'operator' })).toBe('answered');
    }
    expect(await write(promoted, 1003)).toBe(true);
    await promoted.end();
  });
});

test('without the deferred fence the old primary takes writes again: two primaries', async () => {
  const bare = await startFixture({ deferredFence: false });
  try {
    const id = await put(bare, 'partition=clients');
    await bare.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
    const promoted = await bare.connect({ port: bare.port('orders-b'), user: 'app' });
    await until('a write on the new primary', () => write(promoted, 1));
    await undo(bare, id);
    const old = await bare.connect({ port: waysIn(bare).client, user: 'app' });
    expect(await write(old, 2)).toBe(true);
    await Promise.all([promoted.end(), old.end()]);
  } finally {
    await bare.close();
  }
});
