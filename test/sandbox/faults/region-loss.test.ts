import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeDBInstancesCommand, PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listProcesses } from '../../../lib/sandbox/process/process-stat.ts';
import { experiment, lose, undo } from './experiment-driver.ts';
import { until } from './until.ts';
import { PRIMARY, RECOVERY } from './fixture-config.ts';
import { startFixture, type WorldFixture } from './world-fixture.ts';

/** One story in order: a region is lost silently, its replica promoted, traffic switched, the region given back. */
let fixture: WorldFixture;
let client: pg.Client;
let operator: pg.Client;
let lossId: string;
let oldPrimaryPid: number;

beforeAll(async () => {
  fixture = await startFixture({ services: true });
});
afterAll(async () => {
  await Promise.all([client, operator].map((one) => one?.end().catch(() => undefined)));
  await fixture?.close();
});

function frontDoorPort(): number {
  return fixture.world.status().frontDoors[0]?.port ?? 0;
}

async function serviceStatus(): Promise<number> {
  const url = fixture.world.status().services[0]?.url ?? '';
  return fetch(url, { signal: AbortSignal.timeout(400) }).then(
    (answer) => answer.status,
    () => 0,
  );
}

test('clients write through the front door, and the replica streams', async () => {
  client = await fixture.connect({ port: frontDoorPort(), user: 'app' });
  await client.query('insert into written values (1)');
  operator = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  await until(
    'row on the replica',
    async () => (await operator.query('select from written where n = 1')).rowCount === 1,
  );
  expect(await until('service healthy', async () => (await serviceStatus()) === 200)).toBe(true);
});

test('the loss ends every process of the region and says so in a receipt', async () => {
  oldPrimaryPid = fixture.world.status().instances[0]?.pid ?? 0;
  lossId = await lose(fixture, 'EXT1');
  expect(
    listProcesses().filter((one) => one.pid === oldPrimaryPid || one.parentPid === oldPrimaryPid),
  ).toEqual([]);
  const action = Object.values((await experiment(fixture, lossId)).actions ?? {})[0];
  expect(JSON.parse(action?.state?.reason ?? '')).toEqual({
    experiment: lossId,
    region: PRIMARY,
    processesEnded: expect.any(Number),
    processesAlive: 0,
    storageHeld: true,
    at: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/),
  });
});

test('to its clients the region is silent: nothing is answered and nothing is closed', async () => {
  await expect(client.query('insert into written values (2)')).rejects.toThrow('Query read timeout');
  await expect(fixture.connect({ port: frontDoorPort(), user: 'app' })).rejects.toThrow('timeout');
  expect(await serviceStatus()).toBe(0);
  expect(fixture.world.reachability(PRIMARY, 's3')).toBe('silent');
  expect(fixture.world.reachability(PRIMARY, 'fis')).toBe('up');
  expect(fixture.world.status().faults).toEqual([
    { experiment: lossId, fault: 'region-loss', region: PRIMARY },
  ]);
});

test('the promoted replica takes writes on a session of before, and its source is gone', async () => {
  const rds = fixture.rds(RECOVERY);
  await rds.send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  const write = () =>
    operator.query('insert into written values (3)').then(
      () => true,
      () => false,
    );
  expect(await until('a write on the new primary', write)).toBe(true);
  await until('the source to be gone', async () => {
    const answer = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: 'orders-b' }));
    return answer.DBInstances?.[0]?.ReadReplicaSourceDBInstanceIdentifier === undefined;
  });
});

test('after the switch new connections and the service are served by the other region', async () => {
  fixture.switchTo('dublin');
  await until(
    'front door on the other site',
    () => fixture.world.status().frontDoors[0]?.activeSite === 'dublin',
  );
  const next = await fixture.connect({ port: frontDoorPort(), user: 'app' });
  await next.query('insert into written values (4)');
  await next.end();
  expect(await until('service healthy', async () => (await serviceStatus()) === 200)).toBe(true);
});

test('the old primary returns behind a fence that its master user alone passes', async () => {
  await undo(fixture, lossId);
  expect(fixture.world.status().regions).toEqual([
    { name: PRIMARY, state: 'up' },
    { name: RECOVERY, state: 'up' },
  ]);
  const port = fixture.port('orders-a');
  await expect(fixture.connect({ port, user: 'app' })).rejects.toThrow('no pg_hba.conf entry');
  const master = await fixture.connect({ port, user: 'operator' });
  expect((await master.query('select n from written order by n')).rows).toEqual([{ n: 1 }]);
  await master.query('alter role app nologin');
  expect((await master.query('select from pg_stat_replication')).rowCount).toBe(0);
  await master.end();
});

test('what really happened stands in the truth', () => {
  const lines = readFileSync(join(fixture.stateDir, 'truth.ndjson'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line): unknown => JSON.parse(line).event);
  // The first client of a door decides when it is seen to lead elsewhere, and which of the two doors is the first.
  expect(events.filter((event) => event === 'door-switched')).toHaveLength(2);
  expect(events.lastIndexOf('door-switched')).toBeLessThan(events.indexOf('undo-requested'));
  expect(events.filter((event) => event !== 'door-switched')).toEqual([
    'fault-requested',
    'kill-requested',
    'all-dead',
    'wal-received',
    'fault-in-force',
    'undo-requested',
    'wal-on-disk',
    'region-returned',
    'fault-undone',
  ]);
});
