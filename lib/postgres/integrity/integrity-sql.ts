/** What there is to check, by object; every query answers `what`, and the SQL or the number that the check needs. */

const NAME = "format('%I.%I', n.nspname, c.relname)";

/** B-trees of all schemas, the catalog's too: a broken one there hides tables. */
export const INDEXES = `
  select ${NAME} as what, c.oid::text as id, i.indisvalid and i.indisready as valid
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_am a on a.oid = c.relam
  where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence = 'p' order by what`;

/** Of other methods only whether they are valid can be asked. */
export const OTHER_INDEXES = `
  select ${NAME} as what, a.amname as seen, i.indisvalid and i.indisready as valid
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_am a on a.oid = c.relam
  where a.amname <> 'btree' and c.relkind = 'i' and c.relpersistence = 'p' order by what`;

export const HEAPS = `
  select ${NAME} as what, c.oid::text as id
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_am a on a.oid = c.relam
  where c.relkind in ('r', 'm', 't') and c.relpersistence = 'p' and a.amname = 'heap' order by what`;

/** Answers how many rows break each CHECK, where `sql` is asked; one that is not inherited binds its own table only. */
export const CONSTRAINTS = `
  select format('%I of %I.%I', k.conname, n.nspname, c.relname) as what, k.convalidated as valid,
    format('select count(*)::text as broken from %s%I.%I where not (%s)',
      case when k.connoinherit then 'only ' else '' end, n.nspname, c.relname,
      pg_get_expr(k.conbin, k.conrelid)) as sql
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype = 'c' and c.relkind in ('r', 'p')
    and n.nspname not in ('pg_catalog', 'information_schema') order by what`;

/** Rows whose parent is missing, by the operators of the key itself. A key with a null names no parent. */
export const FOREIGN_KEYS = `
  select format('%I of %I.%I', k.conname, n.nspname, c.relname) as what, k.convalidated as valid,
    format('select count(*)::text as broken from %I.%I c where %s and not exists (select from %I.%I p where %s)',
      n.nspname, c.relname,
      (select string_agg(format('c.%I is not null', a.attname), ' and ') from unnest(k.conkey) u (num)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num),
      pn.nspname, p.relname,
      (select string_agg(format('p.%I operator(%I.%s) c.%I', pa.attname, opn.nspname, o.oprname, ca.attname), ' and ')
        from unnest(k.conkey, k.confkey, k.conpfeqop) u (child, parent, op)
          join pg_attribute ca on ca.attrelid = k.conrelid and ca.attnum = u.child
          join pg_attribute pa on pa.attrelid = k.confrelid and pa.attnum = u.parent
          join pg_operator o on o.oid = u.op join pg_namespace opn on opn.oid = o.oprnamespace)) as sql
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class p on p.oid = k.confrelid join pg_namespace pn on pn.oid = p.relnamespace
  where k.contype = 'f' and k.conparentid = 0 order by what`;

/** By how much the next value of a sequence is behind the column that it feeds; null where there is nothing to be behind. */
export const SEQUENCES = `
  select format('%I.%I', n.nspname, c.relname) as what, true as valid,
    format('select count(*)::text as broken from (select %s(%I)::numeric as most from %I.%I) t,
      (select case when is_called then last_value else last_value - %s end as given from %I.%I) s
      where %s', case when q.seqincrement > 0 then 'max' else 'min' end, a.attname, tn.nspname, t.relname,
      q.seqincrement, n.nspname, c.relname,
      case when q.seqincrement > 0 then 'most > given' else 'most < given' end) as sql
  from pg_sequence q join pg_class c on c.oid = q.seqrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
      and d.deptype in ('i', 'a') and d.refobjsubid > 0
    join pg_class t on t.oid = d.refobjid join pg_namespace tn on tn.oid = t.relnamespace
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    join pg_type y on y.oid = a.atttypid
  where not q.seqcycle and y.typcategory = 'N' order by what`;
