import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePgDatabaseReader } from '../../../lib/postgres/pg-database-reader.ts';
import type { DatabaseReader, ReaderSession } from '../../../lib/ports/database-reader.ts';
import { MASTER_PASSWORD } from '../faults/fixture-config.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const JOURNAL = { table: 'public.Journal of "orders"', sequenceColumn: 'No', timeColumn: 'written at' };
const CREATE = `
  create table public."Journal of ""orders""" ("No" bigint primary key, "written at" timestamptz);
  grant select on public."Journal of ""orders""" to app`;

let fixture: WorldFixture;
let reader: DatabaseReader;

beforeAll(async () => {
  fixture = await startFixture();
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const login = async (name: string) =>
    name === 'app' ? { user: 'app', password: 'app' } : { user: 'operator', password: MASTER_PASSWORD };
  reader = makePgDatabaseReader({ ca, secrets: { login } });
});

afterAll(() => fixture.close());

async function withSession<T>(
  instance: string,
  use: (session: ReaderSession) => Promise<T>,
  statementMs = 1_000,
): Promise<T> {
  const target = { host: '127.0.0.1', port: fixture.port(instance), database: 'orders', secret: 'app' };
  const session = await reader.open(target, { openMs: 5_000, statementMs });
  return use(session).finally(() => session.close());
}

test('each transaction that writes takes one id, at once, and each that reads takes none', async () => {
  const app = await fixture.connect({ port: fixture.port('orders-a'), user: 'app' });
  await withSession('orders-a', async (session) => {
    const before = await session.statistics();
    for (let row = 0; row < 7; row += 1) await app.query('insert into written values ($1)', [100 + row]);
    for (let row = 0; row < 5; row += 1) await app.query('select 1');
    const after = await session.statistics();
    expect(after.writeIds - before.writeIds).toBe(7);
    expect(after.walBytes).toBeGreaterThan(before.walBytes);
  });
  await app.end();
});

test("the rows of a client's table are read in the order of their sequence, whatever its names are", async () => {
  const operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await operator.query(CREATE);
  await withSession('orders-a', async (session) => {
    expect(await session.newest(JOURNAL)).toBeNull();
    await operator.query(
      `insert into public."Journal of ""orders""" values (12, null), (11, '2026-03-01 12:00:00.25+02'), (3, now())`,
    );
    expect(await session.newest(JOURNAL)).toBe('12');
    expect(await session.rowsAfter(JOURNAL, '3', 10)).toEqual([
      { sequence: '11', time: '2026-03-01T10:00:00.250000Z' },
      { sequence: '12', time: null },
    ]);
    expect(await session.rowsAfter(JOURNAL, '-1', 1)).toEqual([{ sequence: '3', time: expect.any(String) }]);
  });
  await operator.end();
});

test('a standby gives no statistics: there is no position at which it writes', async () => {
  await withSession('orders-b', async (session) => {
    await expect(session.statistics()).rejects.toThrow('recovery is in progress');
  });
});

test('a statement may take as long as its reader gives it, and is ended by the server then', async () => {
  const operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await operator.query(
    'create view slow as select 7::bigint as "No", now() as "written at" from pg_sleep(1.2); grant select on slow to app',
  );
  const slow = { ...JOURNAL, table: 'slow' };
  await expect(withSession('orders-a', (session) => session.newest(slow), 100)).rejects.toThrow(
    'canceling statement due to statement timeout',
  );
  expect(await withSession('orders-a', (session) => session.newest(slow), 20_000)).toBe('7');
  await operator.end();
});
