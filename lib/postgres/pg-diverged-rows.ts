import { escapeIdentifier } from 'pg';
import * as z from 'zod';
import type { DivergedRows } from '../ports/diverged-rows.ts';
import type { SessionPool } from './session-pool.ts';

/** More than that is no remainder of a planned change of roles: a person has to look. */
const MOST_ROWS = 100_000;

const NEXT = 'select pg_snapshot_xmax(pg_current_snapshot())::text as next';
const TABLES = `
  select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
  order by 1, 2`;

const Next = z.object({ next: z.string().regex(/^\d+$/) });
const Table = z.object({ schema: z.string(), name: z.string() });
const Row = z.object({ row: z.string() });

/**
 * Finds rows by the transaction that wrote them, over operators' sessions: a row of which a later version was written is
 * found as that version, one that was deleted is not, and neither are large objects and sequences.
 */
export function makePgDivergedRows(pool: SessionPool): DivergedRows {
  return {
    writtenSince: (target, transaction) =>
      pool.with(target, async (client) => {
        const { next } = Next.parse((await client.query(NEXT)).rows[0]);
        const age = BigInt(next) - BigInt(transaction);
        if (age <= 0n) return { next, tables: [] };
        const found = [];
        for (const table of z.array(Table).parse((await client.query(TABLES)).rows)) {
          const answer = await client.query(writtenSql(table), [String(age), MOST_ROWS + 1]);
          const rows = z
            .array(Row)
            .parse(answer.rows)
            .map(({ row }) => row);
          if (rows.length > MOST_ROWS)
            throw new Error(
              `more than ${MOST_ROWS} rows of ${table.schema}.${table.name} were written since`,
            );
          if (rows.length > 0) found.push({ table: `${table.schema}.${table.name}`, rows });
        }
        return { next, tables: found };
      }),
    missingFrom: (target, { table, rows }) =>
      pool.with(target, async (client) => {
        const answer = await client.query(missingSql(table), [rows]);
        return z
          .array(Row)
          .parse(answer.rows)
          .map(({ row }) => row);
      }),
  };
}

/** The age of a row's transaction is how many have begun since, itself included: it wraps around as they do. */
function writtenSql({ schema, name }: z.infer<typeof Table>): string {
  const table = `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
  return `select to_jsonb(t)::text as row from only ${table} t where age(t.xmin) <= $1::bigint limit $2`;
}

function missingSql(table: string): string {
  const quoted = table.split('.').map(escapeIdentifier).join('.');
  return `
    select wanted as row from unnest($1::text[]) as wanted
    where not exists (select from only ${quoted} t where to_jsonb(t) = wanted::jsonb)`;
}
