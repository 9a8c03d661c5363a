import type { Client } from 'pg';
import * as z from 'zod';
import type { Instant } from '../domain/instant.ts';
import type { DatabaseServers, ServerState } from '../ports/database-servers.ts';
import type { SessionPool } from './session-pool.ts';
import { withLimit } from './with-limit.ts';

/**
 * After promotion the control file still names the old timeline until the next checkpoint, so the timeline of a writer
 * is read from the name of its current WAL file (postgresql.org/docs/17/functions-admin.html).
 */
const STATE_TEXT = `
  select host(inet_server_addr()) || ':' || inet_server_port() as server,
    (select system_identifier::text from pg_control_system()) as "systemIdentifier",
    pg_is_in_recovery() as "inRecovery",
    case when pg_is_in_recovery()
      then (select timeline_id from pg_control_checkpoint())
      else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end as timeline,
    (case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end)::text as lsn,
    case when not pg_is_in_recovery() then null
      when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
      else greatest(0, extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp())) end::float8
      as "claimedLagSeconds",
    extract(epoch from current_setting('wal_retrieve_retry_interval')::interval)::float8 as "walRetrieveRetrySeconds",
    (select status from pg_stat_wal_receiver) as "receiverStatus",
    (select extract(epoch from clock_timestamp() - last_msg_receipt_time)::float8 from pg_stat_wal_receiver)
      as "receivedSecondsAgo"`;

/** Named, so that a session that stays open plans it once. */
const STATE = { name: 'muster_state', text: STATE_TEXT };

const State = z.object({
  server: z.string(),
  systemIdentifier: z.string(),
  inRecovery: z.boolean(),
  timeline: z.number(),
  lsn: z.string(),
  claimedLagSeconds: z.number().nullable(),
  walRetrieveRetrySeconds: z.number(),
  receiverStatus: z.string().nullable(),
  receivedSecondsAgo: z.number().nullable(),
});

const PROOF = `
  insert into muster.heartbeat (run, writer, segment, seq, sent)
  select $1, 'proof', 0, coalesce(max(seq) + 1, 0), clock_timestamp()
  from muster.heartbeat where run = $1 and writer = 'proof'`;

const ROWS = `
  select writer, segment, seq, to_char(sent at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sent
  from muster.heartbeat where run = $1 and segment >= $3 order by writer, segment, seq limit $2`;

const Row = z.object({
  writer: z.enum(['heartbeat', 'stale', 'proof']),
  segment: z.number(),
  seq: z.number(),
  sent: z.string(),
});

/**
 * A transactional message, because its commit flushes: the end of what others have written may wait in memory for as
 * long as nothing else is written (postgresql.org/docs/17/functions-admin.html, wal-async-commit.html).
 */
const MARK = "select pg_logical_emit_message(true, 'muster', 'position')";
/** A transaction that is open now may commit later with its number, which is lower than the next one's. */
const POSITION = `
  select pg_current_wal_flush_lsn()::text as lsn, pg_snapshot_xmin(pg_current_snapshot())::text as "nextTransaction"`;
const Position = z.object({ lsn: z.string(), nextTransaction: z.string() });

export interface PgServersPorts {
  readonly pool: SessionPool;
  readonly now: () => Instant;
}

/** A server that is rebooted takes its open sessions along, and may do so without a word. */
const LOOK_LIMIT_MS = 2_000;

/** What PostgreSQL's servers say of themselves and hold, asked over warm sessions. */
export function makePgServers({ pool, now }: PgServersPorts): DatabaseServers {
  return {
    inRecovery: (target) => pool.with(target, isInRecovery),
    state: (target) =>
      pool.with(
        target,
        async (client): Promise<ServerState> =>
          State.parse((await withLimit(client.query(STATE), LOOK_LIMIT_MS)).rows[0]),
      ),
    writePosition: (target) =>
      pool.with(target, async (client) => {
        await client.query(MARK);
        return Position.parse((await client.query(POSITION)).rows[0]);
      }),
    writeProof: async (target, run) => {
      await pool.with(target, (client) => client.query(PROOF, [run]));
      return now();
    },
    heartbeatRows: (target, run, { most, fromSegment = 0 } = {}) =>
      pool.with(target, async (client) =>
        z.array(Row).parse((await client.query(ROWS, [run, most ?? null, fromSegment])).rows),
      ),
  };
}

async function isInRecovery(client: Client): Promise<boolean> {
  const { rows } = await client.query('select pg_is_in_recovery() as "inRecovery"');
  return State.pick({ inRecovery: true }).parse(rows[0]).inRecovery;
}
