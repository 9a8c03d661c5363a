import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RebootDBInstanceCommand } from '@aws-sdk/client-rds';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareContents } from '../../../lib/comparison/compare-contents.ts';
import { ContentLine } from '../../../lib/domain/content/content-line.ts';
import { contentResult } from '../../../lib/domain/content/content-result.ts';
import type { ContentSession } from '../../../lib/ports/table-contents.ts';
import { makePgTableContents } from '../../../lib/postgres/content/pg-table-contents.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { MASTER_PASSWORD, RECOVERY } from '../faults/fixture-config.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const clock = makeSystemClock();
const LIMITS = { openMs: 5_000, statementMs: 20_000 };
/** Names that would end a statement, or stand for the whole row, if they were not quoted. */
const CREATE = `
  create table "Orders of ""x""" (id bigint generated always as identity, "t" int, note text, primary key ("t", id));
  insert into "Orders of ""x""" ("t", note) select g, 'note ' || g from generate_series(1, 3000) g;
  create table counters (id int primary key, n int) with (fillfactor = 50);
  insert into counters select g, 0 from generate_series(1, 50) g;
  create unlogged table scratch (n int);
  create table parts (n int) partition by range (n);
  create table parts_low partition of parts for values from (0) to (1000);
  insert into parts select * from generate_series(0, 999);
  create table empty ();
  analyze`;

let fixture: WorldFixture;
let operator: pg.Client;
const sessions: ContentSession[] = [];

beforeAll(async () => {
  fixture = await startFixture();
  operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  await operator.query(CREATE);
});

afterAll(async () => {
  for (const session of sessions) session.close();
  await operator?.end();
  await fixture?.close();
});

async function open(instance: string): Promise<ContentSession> {
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const login = async () => ({ user: 'operator', password: MASTER_PASSWORD });
  const target = { host: '127.0.0.1', port: fixture.port(instance), database: 'orders', secret: 'operator' };
  const session = await makePgTableContents({ ca, secrets: { login } }).open(target, LIMITS);
  sessions.push(session);
  return session;
}

async function compare(meanwhile: (line: ContentLine) => Promise<void> = async () => undefined) {
  const lines: ContentLine[] = [];
  await compareContents({
    database: 'orders',
    primary: await open('orders-a'),
    replica: await open('orders-b'),
    clock,
    deadline: clock.now() + 20e6,
    rowsPerRange: 500,
    emit: (line) => {
      lines.push(ContentLine.parse(JSON.parse(JSON.stringify(line))));
      return meanwhile(line);
    },
  });
  return { lines, result: contentResult(lines) };
}

/** Writes without pause until it is stopped: new rows, rows that are rewritten in place, rows that move. */
async function writing<T>(work: () => Promise<T>): Promise<T> {
  const client = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  const end = new AbortController();
  const loop = async () => {
    for (let n = 0; !end.signal.aborted; n += 1) {
      await client.query(`update counters set n = n + 1 where id = ${1 + (n % 5)}`);
      await client.query(
        `insert into "Orders of ""x""" ("t", note) values (${10_000 + n}, repeat('x', 500))`,
      );
      await client.query(`update "Orders of ""x""" set note = note || 'y' where "t" = ${1 + (n % 20)}`);
    }
  };
  const written = loop();
  try {
    return await work();
  } finally {
    end.abort();
    await written;
    await client.end();
  }
}

test('a replica that follows is equal to a point of its primary, and what is left out is named', async () => {
  const { lines, result } = await compare();
  expect(result).toMatchObject({
    problems: [],
    rows: { total: 4_050, equal: 4_050, diverged: 0, inFlux: 0, notCompared: 0 },
    shareCompared: 1,
    ranges: { total: 14, equal: 14, notCompared: [] },
    diverged: [],
    sequences: [
      { sequence: 'public.Orders of "x"_id_seq', state: 'equal' },
      { sequence: 'public.journal_id_seq', state: 'equal' },
    ],
    cost: { primary: { rows: 4_050 }, replica: { rows: 4_050 } },
  });
  expect(result.leftOut.map(({ what }) => what)).toEqual([
    'table public.scratch',
    'database postgres',
    'schema information_schema',
    'schema pg_catalog',
    'schema pg_toast',
  ]);
  const kinds = lines.map(({ line }) => line).filter((line) => line !== 'range' && line !== 'left-out');
  const tables = Array.from({ length: 6 }, () => 'table');
  const expected = ['server', 'server', 'point', ...tables, 'sequence', 'sequence', 'cost', 'cost', 'end'];
  expect(kinds).toEqual(expected);
});

test('rows that are written without pause raise no alarm', async () => {
  const { result } = await writing(() => compare());
  expect(result).toMatchObject({ problems: [], rows: { diverged: 0, notCompared: 0 }, diverged: [] });
  expect(result.sequences.map(({ state }) => state)).toEqual(['equal', 'equal']);
  expect(result.shareCompared).toBeGreaterThan(0.9);
});

test('many rows behind a table’s end, and more of them all the time, leave no range out', async () => {
  const many = `insert into "Orders of ""x""" ("t", note) select g, '' from generate_series(100000, 119999) g`;
  const { result } = await writing(() =>
    compare(async (line) => {
      if (line.line !== 'table' || !line.table.name.startsWith('Orders')) return;
      await operator.query(many);
      await replayed();
    }),
  );
  await operator.query(`delete from "Orders of ""x""" where "t" >= 100000`);
  expect(result).toMatchObject({ problems: [], rows: { diverged: 0, notCompared: 0 }, diverged: [] });
  expect(result.ranges.notCompared).toEqual([]);
  expect(result.rows.equal).toBeGreaterThan(20_000);
});

test('a row whose bytes differ on the replica is found, and named by its key, while others are written', async () => {
  await corruptReplica(`"Orders of ""x"""`, 'note 1234', 'note 1235');
  const { result } = await writing(() => compare());
  expect(result).toMatchObject({ problems: [], rows: { diverged: 1 } });
  expect(result.diverged).toEqual([
    {
      table: 'public.Orders of "x"',
      ctid: expect.stringMatching(/^\(\d+,\d+\)$/),
      key: '{"t" : 1234, "id" : 1234}',
      kind: 'different',
    },
  ]);
});

/** Resolves when the replica has replayed what the primary has written by now. */
async function replayed(): Promise<void> {
  const { rows } = await operator.query('select pg_current_wal_lsn()::text as lsn');
  const replica = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  await until('what the primary has written, on the replica', async () => {
    const answer = await replica.query(`select pg_last_wal_replay_lsn() >= '${rows[0]?.lsn}' as done`);
    return answer.rows[0]?.done === true;
  });
  await replica.end();
}

/** Changes a block behind the replica's back, when its server has written it and before it is read again. */
async function corruptReplica(table: string, from: string, to: string): Promise<void> {
  const port = fixture.port('orders-b');
  const replica = await fixture.connect({ port, user: 'operator' });
  await operator.query('checkpoint');
  await replayed();
  await replica.query('checkpoint');
  const path = await replica.query(
    `select current_setting('data_directory') || '/' || pg_relation_filepath('${table.replaceAll("'", "''")}') as path`,
  );
  await replica.end();
  const file = String(path.rows[0]?.path);
  const bytes = readFileSync(file);
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThan(0);
  bytes.write(to, at);
  writeFileSync(file, bytes);
  await fixture.rds(RECOVERY).send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'orders-b' }));
  await until('the replica after its reboot', async () => {
    const client = await fixture.connect({ port, user: 'operator' }).catch(() => null);
    await client?.end();
    return client !== null;
  });
}
