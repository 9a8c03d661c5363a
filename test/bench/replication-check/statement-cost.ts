import type pg from 'pg';
import * as z from 'zod';

/** What statements have cost a server. Blocks: looked at, in its memory or not; of 8 KiB. */
export const StatementCost = z.object({
  statements: z.number(),
  blocks: z.number(),
  milliseconds: z.number(),
});

export type StatementCost = z.infer<typeof StatementCost>;

const COST = `
  select coalesce(sum(calls), 0)::float8 as statements,
    coalesce(sum(shared_blks_hit + shared_blks_read), 0)::float8 as blocks,
    coalesce(sum(total_exec_time), 0)::float8 as milliseconds
  from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = any($1)`;

/** Counts from nothing. */
export async function resetCost(superuser: pg.Client): Promise<void> {
  await superuser.query('create extension if not exists pg_stat_statements');
  await superuser.query('select pg_stat_statements_reset()');
}

/** Of all that some roles have asked the server for since then, as pg_stat_statements counts it. */
export async function costOf(superuser: pg.Client, roles: readonly string[]): Promise<StatementCost> {
  return StatementCost.parse((await superuser.query(COST, [roles])).rows[0]);
}
