import type pg from 'pg';
import * as z from 'zod';

/** What is read of each row: that it is there, or every value of it, those that are kept beside the table too. */
export type ScanDepth = 'rows' | 'values';

/** Of the whole row: a mere count is answered from an index. */
const DEPTHS = { rows: 'count(t.*)', values: 'coalesce(sum(length((t.*)::text)), 0)' } as const;
const Sql = z.object({ sql: z.string() });

/** One `select` that reads all tables of users once. */
export async function fullScanSql(client: pg.Client, depth: ScanDepth): Promise<string> {
  const { rows } = await client.query(
    `select 'select ' || string_agg(format('(select %s from only %I.%I t)', $1::text, n.nspname, c.relname), ' + ') as sql
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
    [DEPTHS[depth]],
  );
  return Sql.parse(rows[0]).sql;
}
