import * as z from 'zod';
import { escapeIdentifier } from 'pg';
import type { ReadingConnection } from '../content/reading-connection.ts';

const Amcheck = z.object({ schema: z.string().transform(escapeIdentifier), unique: z.boolean() });

/** Where amcheck's functions are, and whether they look for keys that a unique index has twice. */
export type Amcheck = z.infer<typeof Amcheck>;

/** Those of PostgreSQL 17 do: bt_index_check has an argument more. */
const FIND = `
  select n.nspname as schema, exists (
    select from pg_proc p where p.pronamespace = n.oid and p.proname = 'bt_index_check' and p.pronargs = 3) as unique
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'amcheck'`;

/** Of its own, so that nothing of the restored database is in its way. */
const INSTALL = `
  begin read write;
  create schema if not exists muster_amcheck;
  create extension if not exists amcheck with schema muster_amcheck;
  commit`;

/** Finds amcheck; it is installed where it is missing. @throws what the server says */
export async function findAmcheck(connection: ReadingConnection): Promise<Amcheck> {
  const find = async () => (await connection.ask(FIND)).map((row) => Amcheck.parse(row))[0];
  const found = await find();
  if (found) return found;
  await connection.ask(INSTALL);
  const installed = await find();
  if (installed) return installed;
  throw new Error('the extension is not there although it was created');
}
