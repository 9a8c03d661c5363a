/** So many of the old primary's newest: past the cut it has those only that were written before it was fenced. */
export const NEWEST_HEARTBEATS = 20_000;

export const NEXT = 'select pg_snapshot_xmax(pg_current_snapshot())::text as next';

const KEY = "h.run || '/' || h.writer || '/' || h.segment || '/' || h.seq";

/** The age of a row's transaction is how many have begun since: it wraps around as they do. */
export const NEWEST = `
  select ${KEY} as key, h.xmin::text as xmin from muster.heartbeat h order by age(h.xmin) limit $1`;

/**
 * Of the rows given, the newest that is here too and was made by the same transaction; and the oldest here that is newer
 * and not among them. A row has one writer, and is written on one server.
 */
export const COMPARED = `
  with given as (select key, xmin from json_to_recordset($1::json) as g(key text, xmin text)),
  shared as (
    select h.xmin, age(h.xmin) as age from muster.heartbeat h join given g on g.key = ${KEY} and g.xmin = h.xmin::text
    order by age(h.xmin) limit 1
  ),
  own as (
    select h.xmin from muster.heartbeat h
    where age(h.xmin) < (select age from shared)
      and not exists (select from given g where g.key = ${KEY})
    order by age(h.xmin) desc limit 1
  )
  select (select xmin::text from shared) as shared, (select xmin::text from own) as "firstOwn"`;

export const HAS_HEARTBEATS = "select to_regclass('muster.heartbeat') is not null as has";

/** One that has not begun would be an error; one that is too old is null. */
export const STATUSES = `
  select x as transaction, pg_xact_status(x::xid8) as status from unnest($1::text[]) as x`;
