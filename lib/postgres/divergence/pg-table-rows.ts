import type { Client } from 'pg';
import * as z from 'zod';
import { TableShape } from '../../domain/divergence/table-shape.ts';
import type { TableRows } from '../../ports/table-rows.ts';
import type { SessionPool } from '../session-pool.ts';
import { countEqualSql, rowsAtSql, rowsByKeySql, SHAPE } from './row-sql.ts';
import { settled } from './settled.ts';

const Placed = z.object({ ctid: z.string(), row: z.string(), values: z.array(z.string().nullable()) });
const ByKey = z.object({ row: z.string().nullable() });
const Equal = z.object({ equal: z.int() });

/** Reads whole rows over operators' sessions. */
export function makePgTableRows(pool: SessionPool): TableRows {
  return {
    shape: (target, { schema, name }) =>
      pool.with(target, (client) =>
        settled(client, { whole: true }, async () => {
          const found = z.array(TableShape).parse((await client.query(SHAPE, [schema, name])).rows)[0];
          if (found) return found;
          throw new Error(`there is no table ${schema}.${name}`);
        }),
      ),
    rowsAt: (target, shape, places) =>
      pool.with(target, (client) =>
        settled(client, { whole: true }, () => ask(client, Placed, { sql: rowsAtSql(shape), given: places })),
      ),
    rowsByKey: (target, shape, rows) =>
      pool.with(target, (client) =>
        settled(client, { whole: false }, async () => {
          const found = await ask(client, ByKey, { sql: rowsByKeySql(shape), given: rows });
          return found.map(({ row }) => row);
        }),
      ),
    countEqual: (target, shape, rows) =>
      pool.with(target, (client) =>
        settled(client, { whole: false }, async () => {
          const found = await ask(client, Equal, { sql: countEqualSql(shape), given: rows });
          return found.map(({ equal }) => equal);
        }),
      ),
  };
}

interface Asking {
  readonly sql: string;
  readonly given: readonly string[];
}

async function ask<T>(client: Client, row: z.ZodType<T>, { sql, given }: Asking): Promise<readonly T[]> {
  const answer: unknown = (await client.query(sql, [given])).rows;
  return z.array(row).parse(answer);
}
