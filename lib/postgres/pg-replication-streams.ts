import * as z from 'zod';
import { ReplicationSlot, ReplicationStream } from '../domain/record/replication-outcomes.ts';
import type { ReplicationStreams } from '../ports/replication-streams.ts';
import type { SessionPool } from './session-pool.ts';

const STREAMS = `
  select coalesce(nullif(application_name, ''), client_addr::text, 'unnamed') as name, coalesce(state, 'unknown') as state,
    pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::text as "lagBytes"
  from pg_stat_replication order by name`;

const SLOTS = `
  select slot_name as name, active, wal_status as "walStatus",
    pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::text as "retainedBytes"
  from pg_replication_slots where slot_type = 'physical' and not temporary order by name`;

/** pg_stat_replication and pg_replication_slots, asked over warm sessions; postgresql.org/docs/17/monitoring-stats.html */
export function makePgReplicationStreams(pool: SessionPool): ReplicationStreams {
  return {
    streams: (primary) =>
      pool.with(primary, async (client) =>
        z.array(ReplicationStream).parse((await client.query(STREAMS)).rows),
      ),
    slots: (primary) =>
      pool.with(primary, async (client) => z.array(ReplicationSlot).parse((await client.query(SLOTS)).rows)),
  };
}
