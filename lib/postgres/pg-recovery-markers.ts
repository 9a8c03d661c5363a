import { DatabaseError } from 'pg';
import * as z from 'zod';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { Marker } from '../domain/record/restore-outcomes.ts';
import { instantText } from '../domain/stored.ts';
import type { RecoveryMarkers } from '../ports/recovery-markers.ts';
import type { SessionPool } from './session-pool.ts';

const TEXT = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;
const COLUMNS = `run, writer, segment, seq, to_char(sent at time zone 'utc', ${TEXT}) as sent`;

const WRITE = `
  insert into muster.heartbeat (run, writer, segment, seq, sent)
  select $1, 'proof', 0, coalesce(max(seq) + 1, 0), clock_timestamp()
  from muster.heartbeat where run = $1 and writer = 'proof' returning ${COLUMNS}`;

const NOW = `select to_char(clock_timestamp() at time zone 'utc', ${TEXT}) as at`;

/** A writer gives its attempt up long before that. */
const COMMITTED_AFTER = "interval '10 seconds'";
const BEFORE = `
  select ${COLUMNS} from muster.heartbeat where sent <= $1::timestamptz - ${COMMITTED_AFTER}
  order by sent desc limit 1`;

const THERE = `
  select from muster.heartbeat where run = $1 and writer = $2 and segment = $3 and seq = $4`;

const Now = z.object({ at: instantText });

/** Rows of muster.heartbeat, written and looked up over the operator's warm sessions. */
export function makePgRecoveryMarkers(pool: SessionPool): RecoveryMarkers {
  const now = (target: Parameters<RecoveryMarkers['now']>[0]): Promise<Instant> =>
    pool.with(target, async (client) => parseInstant(Now.parse((await client.query(NOW)).rows[0]).at));
  return {
    now,
    write: async (target, run) => {
      const { rows } = await pool.with(target, (client) => client.query(WRITE, [run]));
      return { marker: Marker.parse(rows[0]), committedAt: await now(target) };
    },
    lastBefore: async (target, at) => {
      const { rows } = await pool
        .with(target, (client) => client.query(BEFORE, [formatInstant(at)]))
        .catch(noRow);
      return rows.length === 0 ? null : Marker.parse(rows[0]);
    },
    isThere: async (target, { run, writer, segment, seq }) => {
      const { rows } = await pool
        .with(target, (client) => client.query(THERE, [run, writer, segment, seq]))
        .catch(noRow);
      return rows.length === 1;
    },
  };
}

/** undefined_table: a copy of another system has no such table, and so no such row. */
function noRow(error: unknown): { readonly rows: readonly unknown[] } {
  if (error instanceof DatabaseError && error.code === '42P01') return { rows: [] };
  throw error;
}
