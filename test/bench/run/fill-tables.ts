import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import * as z from 'zod';
import type { BenchSandbox } from './bench-sandbox.ts';
import { withOperator } from './with-operator.ts';

const CAUGHT_UP_MS = 120_000;

/**
 * Some 350 MB: a million and a half of narrow rows with an index, and documents that PostgreSQL keeps beside their
 * table. Values follow from the row's number, and do not compress.
 */
const ROWS = `
create schema bench;
create table bench.events (id bigint, account int, at timestamptz, amount numeric(12, 2), kind text, note text);
insert into bench.events
select n, (n * 7919) % 50000, timestamptz '2026-01-01 00:00:00+00' + n * interval '7.5 seconds',
  (n * 37 % 100000) / 100.0, (array['placed', 'paid', 'sent', 'returned'])[1 + n % 4], md5(n::text) || md5((-n)::text)
from generate_series(1, 1500000::bigint) as n;
create table bench.documents (id bigint, body text);
insert into bench.documents
select n, (select string_agg(md5((n * 128 + part)::text), '') from generate_series(1, 128) as part)
from generate_series(1, 20000::bigint) as n;
alter table bench.events add primary key (id);
alter table bench.documents add primary key (id)`;

const Size = z.object({ bytes: z.coerce.number() });
const Reached = z.object({ reached: z.boolean() });
const Position = z.object({ lsn: z.string() });

/** Fills the database, and waits until the replica has it all. Answers how many bytes the database has. */
export async function fillTables(sandbox: BenchSandbox): Promise<number> {
  return withOperator(sandbox, sandbox.instance('primary'), async (primary) => {
    await primary.query(ROWS);
    await primary.query('vacuum (analyze)');
    await primary.query('checkpoint');
    const { lsn } = await one(primary, 'select pg_current_wal_lsn()::text as lsn', Position);
    await withOperator(sandbox, sandbox.instance('replica'), (replica) => caughtUp(replica, lsn));
    return (await one(primary, 'select pg_database_size(current_database()) as bytes', Size)).bytes;
  });
}

/** What a restart point has written the replica need not write while something is measured. */
async function caughtUp(replica: pg.Client, lsn: string): Promise<void> {
  const deadline = performance.now() + CAUGHT_UP_MS;
  const question = `select pg_last_wal_replay_lsn() >= '${lsn}'::pg_lsn as reached`;
  while (!(await one(replica, question, Reached)).reached) {
    if (performance.now() > deadline)
      throw new Error(`the replica had not replayed ${lsn} after ${CAUGHT_UP_MS} ms`);
    await sleep(50);
  }
  await replica.query('checkpoint');
}

async function one<T>(client: pg.Client, sql: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse((await client.query(sql)).rows[0]);
}
