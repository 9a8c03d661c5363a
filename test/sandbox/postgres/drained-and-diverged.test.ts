import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hasReached } from '../../../lib/domain/run/wal-position.ts';
import { makePgDivergedRows } from '../../../lib/postgres/pg-diverged-rows.ts';
import { makePgLogins } from '../../../lib/postgres/pg-logins.ts';
import { makePgServers } from '../../../lib/postgres/pg-servers.ts';
import { SessionPool } from '../../../lib/postgres/session-pool.ts';
import type { DatabaseLogins } from '../../../lib/ports/database-logins.ts';
import type { DatabaseServers } from '../../../lib/ports/database-servers.ts';
import type { DivergedRows } from '../../../lib/ports/diverged-rows.ts';
import { MASTER_PASSWORD, RECOVERY } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

let fixture: WorldFixture;
let sessions: DatabaseServers & DatabaseLogins;
let diverged: DivergedRows;

beforeAll(async () => {
  fixture = await startFixture();
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const ports = { ca, secrets: { login: async () => ({ user: 'operator', password: MASTER_PASSWORD }) } };
  const pool = new SessionPool(ports, () => performance.now());
  sessions = { ...makePgServers({ pool, now: () => 0 }), ...makePgLogins({ ...ports, pool }) };
  diverged = makePgDivergedRows(pool);
});
afterAll(() => fixture?.close());

const on = (instance: string) => ({
  host: '127.0.0.1',
  port: fixture.port(instance),
  database: 'orders',
  secret: 'operator',
});

/** A client's session, with a transaction under way where it has written something. */
async function client(row?: number) {
  const session = await fixture.connect({ port: fixture.port('orders-a'), user: 'app' });
  session.on('error', () => undefined);
  if (row !== undefined) {
    await session.query('begin');
    await session.query('insert into written values ($1)', [row]);
  }
  return session;
}

test('a drain ends sessions between two transactions, and at the deadline within one', async () => {
  const [idle, busy, stuck] = [await client(), await client(1), await client(2)];
  const drained = sessions.drain(on('orders-a'), ['app'], 700);
  await sleep(200);
  await expect(idle.query('select 1')).rejects.toThrow();
  await expect(client()).rejects.toThrow('not permitted to log in');
  await busy.query('commit');
  expect(await drained).toEqual({ rolesWithoutLogin: ['app'], endedIdle: 2, endedByForce: 1 });
  await expect(stuck.query('commit')).rejects.toThrow();
  const operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  expect((await operator.query('select n from written')).rows).toEqual([{ n: 1 }]);
  await operator.end();
});

test('what is written after the last position, and is not on the promoted server, is found', async () => {
  // Nobody drains a role that the plan does not name; what it has begun by now it may commit later.
  const open = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await open.query('begin');
  await open.query('insert into written values (6)');
  const spent = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await spent.query('insert into written values (5)');
  await spent.end();
  const { lsn, nextTransaction } = await sessions.writePosition(on('orders-a'));
  await expect.poll(async () => hasReached((await sessions.state(on('orders-b'))).lsn, lsn)).toBe(true);
  const already = await diverged.writtenSince(on('orders-a'), nextTransaction);
  for (const table of already.tables) expect(await diverged.missingFrom(on('orders-b'), table)).toEqual([]);
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  await expect.poll(() => sessions.inRecovery(on('orders-b'))).toBe(false);

  const [old, promoted] = await Promise.all(
    ['orders-a', 'orders-b'].map((instance) =>
      fixture.connect({ port: fixture.port(instance), user: 'operator' }),
    ),
  );
  await open.query('commit');
  await open.end();
  await old?.query('insert into written values (7), (8)');
  await old?.query('update written set n = 10 where n = 1');
  await promoted?.query('insert into written values (8)');
  const { next, tables } = await diverged.writtenSince(on('orders-a'), nextTransaction);
  expect(Number(next)).toBe(Number(already.next) + 2);
  const [written] = tables;
  expect(written?.rows).toEqual(
    expect.arrayContaining(['{"n": 5}', '{"n": 6}', '{"n": 7}', '{"n": 8}', '{"n": 10}']),
  );
  const missing = written && (await diverged.missingFrom(on('orders-b'), written));
  expect(missing?.toSorted()).toEqual(['{"n": 10}', '{"n": 6}', '{"n": 7}']);
  await Promise.all([old?.end(), promoted?.end()]);
});
