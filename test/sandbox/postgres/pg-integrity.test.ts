import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  PromoteReadReplicaCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { judgeIntegrity } from '../../../lib/domain/judge/restore/judge-integrity.ts';
import { IntegrityReport } from '../../../lib/domain/record/restore-outcomes.ts';
import { makePgIntegrity } from '../../../lib/postgres/integrity/pg-integrity.ts';
import { homeDirectory } from '../../../lib/sandbox/postgres/home-directory.ts';
import { verifiedDatabase } from '../../fakes/restored-database.ts';
import { MASTER_PASSWORD, PRIMARY, RECOVERY } from '../faults/fixture-config.ts';
import { until } from '../faults/until.ts';
import { startFixture, type WorldFixture } from '../faults/world-fixture.ts';
import { RelationFile } from './damaged-pages.ts';

/** One object for each thing that can be wrong, and all of them right; what binds no heir is broken by one. */
const HEALTHY = `
  create function doubled(n int) returns int language sql immutable as 'select n * 2';
  create function small(n int) returns boolean language sql immutable as 'select n < 1000';
  create table parents (id int generated always as identity primary key);
  create table children (id int primary key, parent int constraint of_parent references parents,
    constraint is_small check (small(id)));
  create table alone (n int, constraint is_small check (small(n)) no inherit);
  create table heirs () inherits (alone);
  create table torn (id int primary key);
  create table stale (n int);
  create index stale_by_double on stale (doubled(n));
  create table twice (id int, constraint twice_key unique (id));
  create table bruised (n int);
  create table lost (n int);
  create table cut (long text);
  alter table cut alter long set storage external;
  insert into parents select from generate_series(1, 100);
  insert into children select g, g from generate_series(1, 100) g;
  insert into alone select generate_series(1, 100);
  insert into heirs values (5000);
  insert into torn select generate_series(1, 100);
  insert into stale select generate_series(1, 100);
  insert into twice select generate_series(1, 100);
  insert into bruised select generate_series(1, 100);
  insert into lost select generate_series(1, 100);
  insert into cut select repeat('x', 9000)`;

/** As it happens to people: functions that were said to be immutable change, rows are loaded past triggers and keys. */
const DAMAGE = `
  create or replace function doubled(n int) returns int language sql immutable as 'select n * 3';
  create or replace function small(n int) returns boolean language sql immutable as 'select n < 99';
  set session_replication_role = replica;
  insert into children values (-1, 4711), (-2, 4712);
  reset session_replication_role;
  alter table parents alter id restart with 1;
  alter table torn add constraint unasked check (id > 1) not valid;
  update pg_index set indisunique = false where indexrelid = 'twice_key'::regclass;
  insert into twice values (7);
  update pg_index set indisunique = true where indexrelid = 'twice_key'::regclass`;

const LIMITS = { openMs: 5_000, statementMs: 20_000, wholeMs: 20_000 };

let fixture: WorldFixture;
beforeAll(async () => {
  fixture = await startFixture();
  await asked('operator', HEALTHY);
});
afterAll(() => fixture?.close());

async function asked(user: 'operator' | 'rdsadmin', sql: string): Promise<readonly unknown[]> {
  // The password of the service's own superuser, which no caller of RDS ever is.
  const home = homeDirectory(fixture.stateDir, process.getuid?.() === 0);
  const password = () => readFileSync(join(home, 'data', `${PRIMARY}-orders-a.password`), 'utf8');
  const login = { port: fixture.port('orders-a'), user, answerMs: 20_000 };
  const client = await fixture.connect(user === 'rdsadmin' ? { ...login, password: password() } : login);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function inspected(): Promise<IntegrityReport> {
  const ca = readFileSync(join(fixture.stateDir, 'ca.pem'), 'utf8');
  const login = async () => ({ user: 'operator', password: MASTER_PASSWORD });
  const target = {
    host: '127.0.0.1',
    port: fixture.port('orders-a'),
    database: 'orders',
    secret: 'operator',
  };
  return IntegrityReport.parse(await makePgIntegrity({ ca, secrets: { login } }).inspect(target, LIMITS));
}

/** Numbers that the server gives to its own things are others each time. */
const numberless = (found: IntegrityReport['problems']) =>
  found.map(({ what, seen }) => `${what}: ${seen}`.replaceAll(/\d{5,}/g, 'N'));

const verdictOn = (integrity: IntegrityReport) => judgeIntegrity(verifiedDatabase({ integrity })).verdict;

async function fileOf(relation: string): Promise<string> {
  const path = `current_setting('data_directory') || '/' || pg_relation_filepath(${relation}) as path`;
  return z.object({ path: z.string() }).parse((await asked('operator', `select ${path}`))[0]).path;
}

/** Changes files of the server while it is stopped; RDS stops none that has a replica. */
async function whileStopped(change: () => void): Promise<void> {
  const state = () => fixture.world.status().instances.find(({ id }) => id === 'orders-a')?.state;
  const [ofPrimary, name] = [fixture.rds(PRIMARY), { DBInstanceIdentifier: 'orders-a' }];
  await fixture.rds(RECOVERY).send(new PromoteReadReplicaCommand({ DBInstanceIdentifier: 'orders-b' }));
  await until('no replica', () => fixture.world.status().instances.every(({ role }) => role === 'primary'));
  // What the server has not written yet would cover what is changed here.
  await asked('rdsadmin', 'checkpoint');
  await ofPrimary.send(new StopDBInstanceCommand(name));
  await until('a stopped server', () => state() === 'stopped');
  change();
  await ofPrimary.send(new StartDBInstanceCommand(name));
  await until('the server again', () => state() === 'available');
}

test('a database in order has no finding, and all of it was looked at', async () => {
  const report = await inspected();
  expect(report).toMatchObject({
    checked: { constraints: 2, foreignKeys: 1, sequences: 2 },
    problems: [],
    unchecked: [],
    beyond: [],
  });
  expect(report.checked.indexes).toBeGreaterThan(100);
  expect(report.checked.tables).toBeGreaterThan(50);
  expect(verdictOn(report)).toBe('met');
});

test('each thing that is wrong is found, and named by what it is wrong with', async () => {
  await asked('rdsadmin', DAMAGE);
  const again = asked('operator', 'create unique index concurrently twice_again on twice (id)');
  await expect(again).rejects.toThrow('could not create unique index');
  const relations = [
    "'torn_pkey'",
    "'bruised'",
    "'lost'",
    "(select reltoastrelid from pg_class where relname = 'cut')",
  ];
  const [torn = '', bruised = '', lost = '', cut = ''] = await Promise.all(relations.map(fileOf));
  await whileStopped(() => {
    new RelationFile(torn).exchangeFirstEntries(1);
    new RelationFile(bruised).shiftFirstRow();
    new RelationFile(lost).overwritePageHeader();
    new RelationFile(cut).renumberFirstPiece();
  });
  const report = await inspected();
  expect(numberless(report.problems)).toEqual([
    'pg_toast.pg_toast_N_index: heap tuple (0,1) from table "pg_toast_N" lacks matching index tuple within index "pg_toast_N_index"',
    'public.stale_by_double: heap tuple (0,1) from table "stale" lacks matching index tuple within index "stale_by_double"',
    'public.torn_pkey: item order invariant violated for index "torn_pkey"',
    'public.twice_again: the index is invalid',
    'public.twice_key: index uniqueness is violated for index "twice_key"',
    'public.bruised: block 0: data begins at offset 40 beyond the tuple length 28',
    'public.bruised: block 0: tuple data should begin at byte 24, but actually begins at byte 40 (1 attribute, no nulls)',
    'public.cut: block 0: toast value N index scan returned chunk 9 when expecting chunk 0',
    'public.cut: block 0: toast value N chunk 9 follows last expected chunk 4',
    'public.cut: block 0: toast value N index scan returned chunk 1 when expecting chunk 10',
    'public.lost: invalid page in block 0 of relation base/N/N',
    'is_small of public.alone: 2 rows break it',
    'is_small of public.children: 2 rows break it',
    'of_parent of public.children: 2 rows without a parent',
    'public.parents_id_seq: it is behind the column that it feeds',
  ]);
  expect(numberless(report.unchecked)).toEqual([
    'unasked of public.torn: 1 rows break it, and it was never validated',
  ]);
  expect(verdictOn(report)).toBe('missed');
});

test('without amcheck nothing of the storage is checked, which is said and is not taken for order', async () => {
  await asked('rdsadmin', 'drop extension amcheck');
  const { checked, unchecked } = await inspected();
  expect(checked).toMatchObject({ indexes: 0, tables: 0 });
  expect(unchecked[0]).toEqual({
    what: expect.stringMatching(/^\d+ indexes and \d+ tables$/),
    seen: 'amcheck could not be installed: permission denied to create extension "amcheck"',
  });
  expect(verdictOn({ checked, problems: [], unchecked, beyond: [] })).toBe('inconclusive');
});
