import { type Client, escapeIdentifier } from 'pg';
import * as z from 'zod';
import type { LedgerTable } from '../domain/run/run-parts.ts';
import type { DatabaseReader, LedgerRow, ReaderSession } from '../ports/database-reader.ts';
import { type ConnectPorts, connect } from './connect.ts';

/** Nothing that this session does may write, hold a lock for long, or depend on the server's time zone. */
const settings = (statementMs: number) => `
  set default_transaction_read_only = on; set statement_timeout = ${Math.max(1, Math.round(statementMs))};
  set lock_timeout = '250ms'; set timezone = 'UTC'`;

const WHO = "select host(inet_server_addr()) || ':' || inet_server_port() as server";
const Who = z.object({ server: z.string() });

/** Next transaction id: postgresql.org/docs/17/functions-info.html; the counters: monitoring-stats.html. */
const STATISTICS = `
  select pg_snapshot_xmax(pg_current_snapshot())::text::float8 as "writeIds",
    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as "walBytes",
    coalesce(sum(xact_commit) filter (where datname = current_database()), 0)::float8 as "commits",
    coalesce(sum(xact_commit) filter (where datname is distinct from current_database()), 0)::float8
      as "otherCommits",
    coalesce(sum(xact_rollback), 0)::float8 as "rollbacks"
  from pg_stat_database`;

const Statistics = z.object({
  writeIds: z.number(),
  walBytes: z.number(),
  commits: z.number(),
  otherCommits: z.number(),
  rollbacks: z.number(),
});
const Newest = z.object({ sequence: z.string().nullable() });
const Row = z.object({ sequence: z.string(), time: z.string().nullable() });

/** Reads statistics and ledgers of PostgreSQL on sessions of their own. */
export function makePgDatabaseReader(ports: ConnectPorts): DatabaseReader {
  return {
    open: async (target, { openMs, statementMs }): Promise<ReaderSession> => {
      const client = await connect(ports, target, { limitMs: openMs });
      try {
        await client.query(settings(statementMs));
        return sessionOn(client, Who.parse((await client.query(WHO)).rows[0]).server);
      } catch (error) {
        client.connection.stream.destroy();
        throw error;
      }
    },
  };
}

function sessionOn(client: Client, server: string): ReaderSession {
  return {
    server,
    statistics: async () => Statistics.parse((await client.query(STATISTICS)).rows[0]),
    newest: async (table) => {
      const { name, sequence } = namesOf(table);
      const found = await client.query(`select max(${sequence})::text as sequence from ${name}`);
      return Newest.parse(found.rows[0]).sequence;
    },
    rowsAfter: async (table, after, most): Promise<readonly LedgerRow[]> =>
      z.array(Row).parse((await client.query(rowsSql(table), [after, most])).rows),
    close: () => client.connection.stream.destroy(),
  };
}

/** The names come from the plan, which allows no others than plain ones; they are quoted all the same. */
function namesOf({ table, sequenceColumn, timeColumn }: LedgerTable) {
  return {
    name: table.split('.').map(escapeIdentifier).join('.'),
    sequence: escapeIdentifier(sequenceColumn),
    time: escapeIdentifier(timeColumn),
  };
}

/** As bigint: compared with a number of any precision, the index of an integer column would not be used. */
function rowsSql(table: LedgerTable): string {
  const { name, sequence, time } = namesOf(table);
  return `
    select ${sequence}::text as sequence, to_char(${time}::timestamptz, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as time
    from ${name} where ${sequence} > $1::bigint order by ${name}.${sequence} limit $2`;
}
