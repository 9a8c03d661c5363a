import type { TableName } from '../content/contents.ts';

/** A name as SQL writes it (postgresql.org/docs/17/sql-syntax-lexical.html). */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL writes it while standard_conforming_strings is on; null is NULL. */
export function literal(text: string | null): string {
  return text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
}

/** A table's name as SQL writes it. */
export function tableSql({ schema, name }: TableName): string {
  return `${identifier(schema)}.${identifier(name)}`;
}
