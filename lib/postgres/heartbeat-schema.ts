import { escapeIdentifier } from 'pg';

/** Keeps what a year of drills writes from piling up. */
const KEEP = "interval '30 days'";

/**
 * The SQL that prepares a database for heartbeats: schema `muster`, one table, and a role that can insert and select
 * there and nothing else. Idempotent; to be run on the primary by its operator.
 */
export function heartbeatSchema(heartbeatRole: string): readonly string[] {
  const role = escapeIdentifier(heartbeatRole);
  return [
    'create schema if not exists muster',
    `create table if not exists muster.heartbeat (
  run text not null,
  writer text not null check (writer in ('heartbeat', 'stale', 'proof')),
  segment integer not null,
  seq integer not null,
  sent timestamptz not null,
  primary key (run, writer, segment, seq)
)`,
    `grant usage on schema muster to ${role}`,
    `grant insert, select on muster.heartbeat to ${role}`,
    `delete from muster.heartbeat where sent < now() - ${KEEP}`,
  ];
}
