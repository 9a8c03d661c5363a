import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { findDivergence } from '../../../lib/comparison/find-divergence.ts';
import { tableText } from '../../../lib/domain/content/contents.ts';
import { replaySql } from '../../../lib/domain/divergence/replay-sql.ts';
import { heartbeatSchema } from '../../../lib/postgres/heartbeat-schema.ts';
import { makePgPartedHistories } from '../../../lib/postgres/divergence/pg-parted-histories.ts';
import { makePgTableRows } from '../../../lib/postgres/divergence/pg-table-rows.ts';
import { makePgTableContents } from '../../../lib/postgres/content/pg-table-contents.ts';
import { makePgServers } from '../../../lib/postgres/pg-servers.ts';
import { SessionPool } from '../../../lib/postgres/session-pool.ts';
import { hasReached } from '../../../lib/domain/run/wal-position.ts';
import { MASTER_PASSWORD, RECOVERY } from '../faults/fixture-config.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

let fixture: WorldFixture;
let old: pg.Client;
let promoted: pg.Client;
let ports: ConstructorParameters<typeof SessionPool>[0];
let pool: SessionPool;

const on = (instance: string) => ({
  host: '127.0.0.1',
  port: fixture.port(instance),
  database: 'orders',
  secret: 'operator',
});

/** Names and types on which careless quoting fails. */
const TABLES = [
  `create schema "odd ""one"""`,
  `create table "odd ""one"""."it's" (
    id bigint generated always as identity primary key, "Größe" numeric, doc jsonb, raw bytea, at timestamptz,
    bits bit(3), span interval, many text[], half float8, twice numeric generated always as ("Größe" * 2) stored)`,
  `create table items (id int primary key, parent bigint not null references "odd ""one"""."it's", note text)`,
  'create table tally (n int)',
];

async function heartbeat(client: pg.Client, seq: number) {
  await client.query(
    'insert into muster.heartbeat (run, writer, segment, seq, sent) values ($1, $2, 0, $3, now())',
    ['run-1', 'heartbeat', seq],
  );
}

/** The moment at which histories part: one transaction is under way on the old primary, and commits later. */
beforeAll(async () => {
  fixture = await startFixture();
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  ports = { ca, secrets: { login: async () => ({ user: 'operator', password: MASTER_PASSWORD }) } };
  pool = new SessionPool(ports, () => performance.now());
  old = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  for (const statement of [...heartbeatSchema('app'), ...TABLES]) await old.query(statement);
  await old.query(
    `insert into "odd ""one"""."it's" ("Größe", doc) select n, '{"n": 1}' from generate_series(1, 50) n`,
  );
  await old.query('insert into tally values (1), (1), (2)');
  await old.query("insert into items select n, n, 'there before' from generate_series(1, 40) n");
  const open = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await open.query('begin');
  await open.query("insert into items values (41, 1, 'under way when the log was cut')");
  await heartbeat(old, 1);
  const sessions = makePgServers({ pool, now: () => 0 });
  const { lsn } = await sessions.writePosition(on('orders-a'));
  await until('everything replayed', async () => hasReached((await sessions.state(on('orders-b'))).lsn, lsn));
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  await until('promoted', async () => !(await sessions.inRecovery(on('orders-b'))));
  promoted = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  await heartbeat(promoted, 2);
  await open.query('commit');
  await open.end();
});
afterAll(async () => {
  await Promise.all([old?.end(), promoted?.end()]);
  await fixture?.close();
});

const find = () =>
  findDivergence(
    {
      contents: makePgTableContents(ports),
      histories: makePgPartedHistories(pool),
      rows: makePgTableRows(pool),
    },
    { old: on('orders-a'), promoted: on('orders-b') },
  );

const Row = z.object({ id: z.int().optional(), n: z.int().optional(), note: z.string().optional() });
const ODD = `"odd ""one"""."it's"`;

test('every row that the old primary wrote, changed or deleted alone is found, and none that the promoted one did', async () => {
  await old.query(`insert into ${ODD} ("Größe", doc, raw, at, bits, span, many, half) values
    ('NaN', '{"a\\\\": "it''s \\u00e9", "big": 12345678901234567890.000000000001}', '\\x00ff27', 'infinity', '101',
      '1 mon -2 days', '[2:3]={"a,b",NULL}', 0.1)`);
  await old.query(`insert into ${ODD} (id) overriding system value values (500)`);
  await old.query(
    "insert into items values (42, 51, 'needs its parent'), (43, 2, e'line\\nbreak; -- \\\\ ''')",
  );
  await old.query("update items set note = 'changed there' where id = 1");
  await old.query("update items set note = 'changed there' where id = 2");
  await old.query('delete from items where id = 3');
  await old.query('insert into tally values (1), (3)');
  await promoted.query("update items set note = 'changed here too' where id = 2");
  await promoted.query("update items set note = 'changed here' where id = 4");
  await promoted.query('delete from items where id = 5');
  await promoted.query("insert into items values (43, 2, 'the same key here'), (44, 1, 'new here')");
  await promoted.query('insert into tally values (4)');

  const { tables, branch } = await find();
  expect(branch.own).toBeGreaterThanOrEqual(branch.known);
  const seen = tables.map(({ shape, rows }) => ({
    table: tableText(shape.table),
    rows: rows.map(({ kind, certain, row, here }) => {
      const { id, n, note = '' } = Row.parse(JSON.parse(row ?? here ?? '{}'));
      return `${kind} ${certain} ${id ?? n} ${note}`.trim();
    }),
  }));
  expect(seen).toEqual([
    { table: `odd "one".it's`, rows: ['only-there true 51', 'only-there true 500'] },
    {
      table: 'public.items',
      rows: [
        'only-there true 41 under way when the log was cut',
        'only-there true 42 needs its parent',
        "changed true 43 line\nbreak; -- \\ '",
        'changed true 1 changed there',
        'changed true 2 changed there',
        'deleted true 3 there before',
      ],
    },
    { table: 'public.tally', rows: ['only-there true 1', 'only-there true 3'] },
  ]);
});

test('the rows that it alone holds are replayed as they were, however often', async () => {
  const { tables } = await find();
  const sql = replaySql({ database: 'orders', run: 'run-1', tables }) ?? '';
  for (let time = 0; time < 2; time += 1) await promoted.query(sql);
  const all = async (client: pg.Client, table: string) =>
    (await client.query(`select t::text as row from ${table} t order by 1`)).rows.map(({ row }) => row);
  expect(await all(promoted, ODD)).toEqual(await all(old, ODD));
  expect(await all(promoted, 'tally')).toEqual(['(1)', '(1)', '(1)', '(2)', '(3)', '(4)']);
  const { rows } = await promoted.query('select id, note from items where id > 40 order by id');
  expect(rows).toEqual([
    { id: 41, note: 'under way when the log was cut' },
    { id: 42, note: 'needs its parent' },
    { id: 43, note: 'the same key here' },
    { id: 44, note: 'new here' },
  ]);
  const { rows: next } = await promoted.query(`insert into ${ODD} ("Größe") values (1) returning id`);
  expect(next).toEqual([{ id: '501' }]);
  expect((await find()).tables.flatMap(({ rows: left }) => left.map(({ kind }) => kind)).toSorted()).toEqual([
    'changed',
    'changed',
    'changed',
    'deleted',
    'only-there',
    'only-there',
  ]);
});
