import * as z from 'zod';
import { escapeIdentifier } from 'pg';
import type { ReadingConnection } from '../content/reading-connection.ts';

const Schema = z.object({ schema: z.string() });

const FIND = `
  select n.nspname as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace
  where e.extname = 'amcheck'`;

/** Of its own, so that nothing of the restored database is in its way. */
const INSTALL = `
  begin read write;
  create schema if not exists muster_amcheck;
  create extension if not exists amcheck with schema muster_amcheck;
  commit`;

/** Where amcheck's functions are, as an identifier; it is installed where it is missing. @throws what the server says */
export async function amcheckSchema(connection: ReadingConnection): Promise<string> {
  const find = async () => (await connection.ask(FIND)).map((row) => Schema.parse(row).schema)[0];
  const found = await find();
  if (found !== undefined) return escapeIdentifier(found);
  await connection.ask(INSTALL);
  return escapeIdentifier((await find()) ?? 'muster_amcheck');
}
