import { escapeIdentifier, escapeLiteral } from 'pg';
import type { BlockRange } from '../../domain/content/block-range.ts';
import type { TableName } from '../../domain/content/contents.ts';
import type { RangesOf, RowsOf } from '../../ports/table-contents.ts';

/** No table has a block of this number. */
const BEYOND_EVERY_BLOCK = 0xffff_ffff;

/** Keys name rows for people; a document as a key would only be long. */
const LONGEST_KEY = 500;

/** The row as text, whatever its columns are called, in the database's own encoding. */
const ROW_DIGEST = 'sha256(convert_to((t.*)::text, getdatabaseencoding()))';

/**
 * One digest a range, of all its rows with their places and transactions. Rows are digested one by one first, so that
 * what the server keeps is some bytes a row. The range of a lateral query is a parameter of it, and so a TID range scan
 * (PostgreSQL 14) that reads these blocks only. The file's number is part of a digest: a table that was rewritten, which
 * no snapshot shows, is not taken for the one before.
 */
export function digestSql({ table: { table }, ranges }: RangesOf): string {
  const name = quoted(table);
  return `
    select d.rows, d.digest
    from unnest(array[${ranges.map(({ from }) => whole(from)).join()}]::bigint[],
      array[${ranges.map(endOf).join()}]::bigint[]) with ordinality as r (low, high, number)
    cross join lateral (
      select count(*)::float8 as rows,
        encode(sha256(int8send(coalesce(pg_relation_filenode(${escapeLiteral(name)}::regclass)::bigint, 0))
          || coalesce(string_agg(tidsend(c) || xidsend(x) || h, ''::bytea order by c), ''::bytea)), 'hex') as digest
      from (
        select t.ctid as c, t.xmin as x, ${ROW_DIGEST} as h from only ${name} t
        where t.ctid >= ('(' || r.low || ',0)')::tid and t.ctid < ('(' || r.high || ',0)')::tid offset 0
      ) rows
    ) d order by r.number`;
}

/** The rows of a range in the order of their places, one more than asked for where there are more. */
export function rowsSql({ table: { table, primaryKey }, range, most }: RowsOf): string {
  return `
    select t.ctid::text as ctid, t.xmin::text as xmin, t.xmax::text as xmax,
      encode(${ROW_DIGEST}, 'hex') as digest, ${keySql(primaryKey)} as key
    from only ${quoted(table)} t
    where t.ctid >= '(${whole(range.from)},0)'::tid and t.ctid < '(${endOf(range)},0)'::tid
    order by t.ctid limit ${whole(most) + 1}`;
}

function keySql(columns: readonly string[]): string {
  if (columns.length === 0) return 'null::text';
  const pairs = columns.flatMap((column) => [escapeLiteral(column), `t.${escapeIdentifier(column)}`]);
  return `left(json_build_object(${pairs.join()})::text, ${LONGEST_KEY})`;
}

function quoted({ schema, name }: TableName): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`;
}

function endOf({ to }: BlockRange): number {
  return to === null ? BEYOND_EVERY_BLOCK : whole(to);
}

/** These stand in the text of a statement, so nothing else may. */
function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no number of a block`);
  return value;
}
