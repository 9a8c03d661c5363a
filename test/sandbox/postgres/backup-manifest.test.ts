import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PromoteReadReplicaCommand } from '@aws-sdk/client-rds';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeManifest } from '../../../lib/comparison/close-manifest.ts';
import { compareCopy } from '../../../lib/comparison/compare-copy.ts';
import { openManifest } from '../../../lib/comparison/open-manifest.ts';
import { BackupManifest } from '../../../lib/domain/manifest/backup-manifest.ts';
import { CopyLine } from '../../../lib/domain/manifest/copy-line.ts';
import { copyResult } from '../../../lib/domain/manifest/copy-result.ts';
import type { ContentSession } from '../../../lib/ports/table-contents.ts';
import { makePgTableContents } from '../../../lib/postgres/content/pg-table-contents.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import { MASTER_PASSWORD, RECOVERY } from '../faults/fixture-config.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';

const clock = makeSystemClock();
const CREATE = `
  create table resting (id int primary key, note text);
  insert into resting select g, 'note ' || g from generate_series(1, 2000) g;
  create table orders (id int primary key, note text);
  insert into orders select g, 'note ' || g from generate_series(1, 1000) g;
  create table compacted (id int primary key);
  insert into compacted select generate_series(1, 500);
  delete from compacted where id <= 250;
  analyze`;

let fixture: WorldFixture;
let operator: pg.Client;
let copy: pg.Client;
let manifest: BackupManifest;
const sessions: ContentSession[] = [];

async function open(instance: string, database = 'orders'): Promise<ContentSession> {
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const login = async () => ({ user: 'operator', password: MASTER_PASSWORD });
  const target = { host: '127.0.0.1', port: fixture.port(instance), database, secret: 'operator' };
  const limits = { openMs: 5_000, statementMs: 20_000 };
  const session = await makePgTableContents({ ca, secrets: { login } }).open(target, limits);
  sessions.push(session);
  return session;
}

async function look(database?: string) {
  const lines: CopyLine[] = [];
  const session = await open('orders-b', database);
  const emit = (line: CopyLine) => void lines.push(CopyLine.parse(JSON.parse(JSON.stringify(line))));
  await compareCopy(
    { copy: session, database: 'orders', clock, deadline: clock.now() + 20e6, emit },
    manifest,
  );
  return copyResult(manifest, lines);
}

/** A replica that is promoted is as much a copy of one moment as a snapshot that is restored. */
beforeAll(async () => {
  fixture = await startFixture();
  operator = await fixture.connect({ port: fixture.port('orders-a'), user: 'operator' });
  copy = await fixture.connect({ port: fixture.port('orders-b'), user: 'operator' });
  await operator.query(CREATE);
  const parts = {
    source: await open('orders-a'),
    database: 'orders',
    clock,
    deadline: clock.now() + 20e6,
  };
  const opened = await openManifest(parts, 200);
  await operator.query("update orders set note = 'before the copy' where id <= 10");
  await operator.query('insert into orders values (1001)');
  const isThere = async () => (await copy.query('select from orders where id = 1001')).rowCount === 1;
  await until('what was written before the copy', isThere);
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  await operator.query("update orders set note = 'after the copy' where id between 11 and 20");
  await operator.query('delete from orders where id between 21 and 30');
  await operator.query('insert into orders select generate_series(2000, 2300)');
  await operator.query('vacuum full compacted');
  manifest = BackupManifest.parse(JSON.parse(JSON.stringify(await closeManifest(parts, opened))));
});

afterAll(async () => {
  for (const session of sessions) session.close();
  await operator?.end();
  await copy?.end();
  await fixture?.close();
});

test('a copy of a moment in between proves every row that rested, and nothing of those that did not', async () => {
  const result = await look();
  expect(result).toMatchObject({ problems: [], rows: 3_250, mismatches: [], missingTables: [] });
  expect(result.proven).toBe(2_000 + 1_000 - 30);
  expect(result.sequences).toEqual([{ sequence: 'public.journal_id_seq', state: 'equal' }]);
  expect(new Set(result.unproven.map(({ table, reason }) => `${table}: ${reason}`))).toEqual(
    new Set([
      'public.orders: 30 rows changed while the backup was taken',
      'public.compacted: public.compacted was rewritten or dropped while the backup was taken',
    ]),
  );
});

test('rows that the copy lost or changed are found, in tables at rest and in those that were written', async () => {
  await copy.query('delete from resting where id = 1999');
  await copy.query("update orders set note = 'x' where id = 50");
  await copy.query('delete from orders where id = 51');
  const { mismatches } = await look();
  expect(mismatches.map(({ table, kind }) => [table, kind])).toEqual([
    ['public.orders', 'missing'],
    ['public.orders', 'missing'],
    ['public.resting', 'range'],
  ]);
});

test('a copy without rows, without a table, or of another database is named', async () => {
  expect((await look('postgres')).problems).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+ is of database postgres, not orders$/),
    'the copy is empty: it has no table',
  ]);
  await copy.query('drop table compacted');
  expect((await look()).missingTables).toEqual(['public.compacted']);
  await copy.query('truncate orders, resting');
  expect((await look()).problems).toEqual(['the copy is empty: it has no row where 3250 were']);
});
