import type { BlockRange } from '../../domain/content/block-range.ts';
import type { TableName } from '../../domain/content/contents.ts';
import { identifier, tableSql } from '../../domain/divergence/sql-text.ts';
import type { TableShape } from '../../domain/divergence/table-shape.ts';

/** Columns in their order, without those that are generated; keys as the catalogue has them. */
export const SHAPE = `
  select json_build_object('schema', n.nspname, 'name', c.relname) as table,
    coalesce((
      select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
        'sequence', pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname)) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    ), '[]'::json) as columns,
    coalesce((
      select json_agg(a.attname order by k.place)
      from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary and k.place <= i.indnkeyatts
    ), '[]'::json) as "primaryKey",
    coalesce((
      select json_agg(distinct pn.nspname || '.' || p.relname)
      from pg_constraint f join pg_class p on p.oid = f.confrelid join pg_namespace pn on pn.oid = p.relnamespace
      where f.conrelid = c.oid and f.contype = 'f'
    ), '[]'::json) as needs
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relname = $2`;

/** What the type's own output function writes, which its input function reads; a composite of NULLs is none. */
export function rowsAtSql({ table, columns }: TableShape): string {
  const values = columns.map(({ name }) => {
    const column = `t.${identifier(name)}`;
    return `case when num_nulls(${column}) = 0 then format('%s', ${column}) end`;
  });
  return `
    select t.ctid::text as ctid, to_jsonb(t)::text as row, array[${values.join(', ')}]::text[] as values
    from only ${tableSql(table)} t where t.ctid = any($1::tid[]) order by t.ctid`;
}

export function rowsByKeySql({ table, primaryKey }: TableShape): string {
  const name = tableSql(table);
  const same = primaryKey.map((column) => `t.${identifier(column)} = p.${identifier(column)}`);
  return `
    select to_jsonb(t)::text as row
    from unnest($1::text[]) with ordinality as w (given, number)
      cross join lateral jsonb_populate_record(null::${name}, w.given::jsonb) p
      left join only ${name} t on ${same.join(' and ')}
    order by w.number`;
}

export function countEqualSql({ table }: TableShape): string {
  return `
    select count(t.whole)::int as equal
    from unnest($1::text[]) with ordinality as w (given, number)
      left join (select to_jsonb(t) as whole from only ${tableSql(table)} t) t on t.whole = w.given::jsonb
    group by w.number order by w.number`;
}

const BEYOND_EVERY_BLOCK = 0xffff_ffff;

/** Versions of a part of a table; without those of a transaction, the second parameter, and of later ones. */
export function versionsSql(table: TableName, { from, to }: BlockRange): string {
  return `
    select t.ctid::text as ctid, t.xmin::text as xmin, md5((t.*)::text) as digest from only ${tableSql(table)} t
    where t.ctid >= '(${from},0)'::tid and t.ctid < '(${to ?? BEYOND_EVERY_BLOCK},0)'::tid
      and ($1::text is null or age(t.xmin) > age($1::text::xid))`;
}
