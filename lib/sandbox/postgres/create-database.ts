import pg from 'pg';
import { openAdminSession, type AdminSession, type AdminTarget } from './admin-session.ts';
import type { RunningCluster } from './cluster.ts';
import { slotName } from './server-settings.ts';

const { escapeIdentifier: name, escapeLiteral: literal } = pg;

/** What a new instance is asked to hold. */
export interface DatabaseSpec {
  readonly database: string;
  readonly masterUser: string;
  readonly masterPassword: string;
  readonly loginRoles: readonly { readonly name: string; readonly password: string }[];
  readonly initSql: readonly string[];
}

/** Opens replication for the replicas named, before they start: the slots keep the WAL that they will ask for. */
export async function prepareReplication(
  cluster: RunningCluster,
  password: string,
  replicas: readonly string[],
): Promise<void> {
  await cluster.admin.run(`create role rdsrepladmin login replication password ${literal(password)}`);
  for (const replica of replicas) await createSlot(cluster, replica);
}

/** Gives a server that began as another one, restored or promoted, a password of its own for its replicas. */
export async function changeReplicationPassword(cluster: RunningCluster, password: string): Promise<void> {
  await cluster.admin.run(`alter role rdsrepladmin password ${literal(password)}`);
}

/** Keeps WAL from now on until the replica has it. */
export async function createSlot(cluster: RunningCluster, replica: string): Promise<void> {
  await cluster.admin.run(`select pg_create_physical_replication_slot(${literal(slotName(replica))}, true)`);
}

/** Lets go of the WAL that was kept for a replica that is gone. */
export async function dropSlot(cluster: RunningCluster, replica: string): Promise<void> {
  await cluster.admin.run(`select pg_drop_replication_slot(${literal(slotName(replica))})`);
}

/**
 * Creates the master user and the database as RDS does: the master is no superuser but a member of rds_superuser
 * (RDS User Guide, "Understanding the rds_superuser role"). It creates the login roles itself, because from
 * PostgreSQL 16 on CREATEROLE alters only roles that it holds ADMIN on.
 */
export async function createDatabase(
  cluster: RunningCluster,
  spec: DatabaseSpec,
  target: AdminTarget,
): Promise<void> {
  for (const statement of masterStatements(spec)) await cluster.admin.run(statement);
  const master = await openAdminSession(target);
  try {
    for (const statement of [...spec.loginRoles.map(createRole), ...spec.initSql])
      await master.run(statement);
  } finally {
    await master.close();
  }
}

/** Settles when a replica has replayed what its primary has written so far. */
export async function hasReplayed(replica: AdminSession, lsn: string): Promise<boolean> {
  return (await replica.value(`select pg_last_wal_replay_lsn() >= ${literal(lsn)}::pg_lsn`)) === 'true';
}

/**
 * RDS lets its master create this extension, which PostgreSQL leaves to superusers: here it is there from the start, in
 * the database that others are made of.
 */
const AMCHECK = [
  'create schema rds_tools',
  'create extension amcheck with schema rds_tools',
  'grant usage on schema rds_tools to rds_superuser',
  'grant execute on all functions in schema rds_tools to rds_superuser',
] as const;

function masterStatements(spec: DatabaseSpec): string[] {
  const granted = 'pg_signal_backend, pg_monitor, pg_checkpoint, pg_read_all_settings';
  return [
    'create role rds_superuser nologin',
    `grant ${granted} to rds_superuser with admin option`,
    `create role ${name(spec.masterUser)} login createrole createdb password ${literal(spec.masterPassword)} in role rds_superuser`,
    ...AMCHECK,
    // The database that every server begins with serves an instance that asks for none.
    spec.database === 'postgres'
      ? `alter database postgres owner to ${name(spec.masterUser)}`
      : `create database ${name(spec.database)} owner ${name(spec.masterUser)} template postgres`,
  ];
}

function createRole(role: { readonly name: string; readonly password: string }): string {
  return `create role ${name(role.name)} login password ${literal(role.password)}`;
}
