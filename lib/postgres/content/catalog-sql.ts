/**
 * Every relation that holds rows, or would; `reason` says why one is left out. A partitioned table has no rows of its
 * own: its leaves are here. The planner's density holds for blocks that were added since, too.
 */
export const TABLES = `
  select n.nspname as schema, c.relname as name,
    case when c.relkind = 'm' then 'materialized-view' when c.relispartition then 'partition' else 'table' end as kind,
    coalesce(pg_relation_filenode(c.oid), 0)::text as storage,
    case when c.relkind = 'f' then 0
      else (pg_relation_size(c.oid) / current_setting('block_size')::int)::float8 end as blocks,
    case when c.reltuples >= 0 and c.relpages > 0 and c.relkind <> 'f' then (c.reltuples::float8 / c.relpages)
      * (pg_relation_size(c.oid) / current_setting('block_size')::int) end as "estimatedRows",
    coalesce((
      select json_agg(a.attname order by k.place)
      from pg_index i cross join unnest(i.indkey::int2[]) with ordinality as k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary and k.place <= i.indnkeyatts
    ), '[]'::json) as "primaryKey",
    case
      when c.relkind = 'f' then 'a foreign table: its rows are elsewhere'
      when c.relpersistence = 't' then 'a temporary table: no copy has it'
      when c.relpersistence = 'u' then 'unlogged: its rows are not in the write-ahead log'
      when not c.relispopulated then 'a materialized view that was never filled'
      when not (has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select'))
        then 'this login may not read it'
    end as reason
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm', 'f') and not (n.nspname ~ '^pg_(catalog$|toast)' or n.nspname = 'information_schema')
  order by n.nspname, c.relname`;

/** What is left out besides: the system's own schemas, large objects, other databases, sequences that cannot be read. */
export const OTHERS_LEFT_OUT = `
  select * from (
    select 'schema ' || nspname as what, 'the system''s own' as reason from pg_namespace
      where nspname in ('information_schema', 'pg_catalog', 'pg_toast')
    union all
    select count(*) || ' large objects', 'they lie in a system catalog' from pg_largeobject_metadata having count(*) > 0
    union all
    select 'database ' || datname, 'another database of this server' from pg_database
      where datname <> current_database() and not datistemplate
    union all
    select 'sequence ' || n.nspname || '.' || c.relname,
      case when c.relpersistence = 'p' then 'this login may not read it' else 'unlogged or temporary' end
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and (c.relpersistence <> 'p' or not has_sequence_privilege(c.oid, 'select, usage'))
  ) others order by what`;

/** Before its first use a sequence has no last value (postgresql.org/docs/17/view-pg-sequences.html). */
export const SEQUENCES = `
  select json_build_object('schema', s.schemaname, 'name', s.sequencename) as sequence,
    coalesce(s.last_value, s.start_value)::text as "lastValue", s.last_value is not null as "isCalled",
    s.increment_by::text as increment, s.cycle as cycles
  from pg_sequences s
    join pg_namespace n on n.nspname = s.schemaname
    join pg_class c on c.relnamespace = n.oid and c.relname = s.sequencename
  where c.relpersistence = 'p' and has_sequence_privilege(c.oid, 'select, usage')
  order by s.schemaname, s.sequencename`;

/** The timeline of a writer is read from the name of its WAL file: the control file names the old one for a while. */
export const IDENTITY = `
  select host(inet_server_addr()) || ':' || inet_server_port() as server,
    (select system_identifier::text from pg_control_system()) as "systemIdentifier",
    current_database() as database, current_setting('server_version') as "engineVersion",
    case when pg_is_in_recovery()
      then (select timeline_id from pg_control_checkpoint())
      else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end as timeline,
    pg_is_in_recovery() as "inRecovery", pg_database_size(current_database())::float8 as "sizeBytes"`;

/**
 * Where the log ends. Behind the header of a page that nothing was written to yet there is no record to replay, so that
 * a standby's position stays at the page's begin: at most 40 bytes (xlog_internal.h) are taken off.
 */
export const WRITTEN = `
  select lsn::text as lsn, lsn <= flushed as "isFlushed"
  from (
    select written - case when into_page <= 40 then into_page else 0 end as lsn, flushed
    from (
      select pg_current_wal_insert_lsn() as written, pg_current_wal_flush_lsn() as flushed
    ) positions cross join lateral (
      select mod(written - '0/0'::pg_lsn, current_setting('wal_block_size')::numeric) as into_page
    ) page
  ) ends`;

export const REPLAYED = "select coalesce(pg_last_wal_replay_lsn(), '0/0'::pg_lsn)::text as lsn";

/** What nobody waits for may stay in memory for many seconds; a commit is on disk soon, even an empty one. */
export const PUSH = 'begin read write; select pg_current_xact_id(); commit';

export const HEARTBEATS_EXIST = "select to_regclass('muster.heartbeat') is not null as exists";

export const HEARTBEATS = `
  select distinct on (run, writer) run, writer, segment, seq from muster.heartbeat
  order by run, writer, segment desc, seq desc`;
