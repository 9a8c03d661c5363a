/** Settings of an instance that its parameter group may change, with the sandbox's own defaults. */
const PARAMETER_DEFAULTS: Readonly<Record<string, string>> = {
  // PostgreSQL's 5 s is how long a promotion stalls that meets a WAL receiver which is just starting.
  wal_retrieve_retry_interval: '10ms',
};

/** Settings that hold the sandbox together; a parameter group cannot change them. */
const FIXED: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // The values of initdb: a standby does not start with less than its primary had, and the copy is made before that.
  max_connections: '100',
  max_wal_senders: '10',
  max_worker_processes: '8',
  superuser_reserved_connections: '5',
  shared_buffers: '16MB',
  // Nothing in /dev/shm: what a killed server leaves lies in its data directory.
  dynamic_shared_memory_type: 'mmap',
  wal_level: 'replica',
  hot_standby: 'on',
  max_replication_slots: '8',
  wal_keep_size: '64MB',
  wal_receiver_status_interval: '1s',
  // Beyond any delay of the link: the sandbox resets what it has cut, so that nobody has to find out by time-out.
  wal_receiver_timeout: '10min',
  wal_sender_timeout: '10min',
  // A session is set up in several exchanges, each of which a delayed link delays.
  authentication_timeout: '10min',
  max_parallel_workers: '0',
  autovacuum_max_workers: '1',
  jit: 'off',
  password_encryption: 'scram-sha-256',
  ssl: 'on',
  ssl_cert_file: 'server.crt',
  ssl_key_file: 'server.key',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_line_prefix: '%m [%p] ',
};

/** Where a standby streams from. */
export interface ReplicationSource {
  readonly host: string;
  readonly port: number;
  readonly password: string;
  readonly caFile: string;
  /** The replica's identifier, as which it shows in pg_stat_replication. */
  readonly applicationName: string;
}

/** How far a server that begins as a backup goes on through an archive of WAL. */
export interface RecoveryTarget {
  readonly archiveDir: string;
  readonly at: Date;
}

export interface ServerSettings {
  readonly port: number;
  readonly parameters: Readonly<Record<string, string>>;
  readonly source: ReplicationSource | undefined;
  readonly recovery?: RecoveryTarget | undefined;
}

/** The text of postgresql.conf. */
export function renderSettings(settings: ServerSettings): string {
  const all = { ...PARAMETER_DEFAULTS, ...settings.parameters, ...FIXED, port: String(settings.port) };
  const replication = settings.source ? standbySettings(settings.source) : {};
  const recovery = settings.recovery ? recoverySettings(settings.recovery) : {};
  return Object.entries({ ...all, ...replication, ...recovery })
    .map(([name, value]) => `${name} = ${quote(value)}\n`)
    .join('');
}

/** Name of the slot that keeps WAL for a replica: slots know lower case letters, digits and underscores only. */
export function slotName(replica: string): string {
  return `rds_${replica.toLowerCase().replace(/[^a-z0-9_]/g, '_')}`.slice(0, 63);
}

function standbySettings(source: ReplicationSource): Record<string, string> {
  const connection = {
    host: source.host,
    port: String(source.port),
    user: 'rdsrepladmin',
    password: source.password,
    application_name: source.applicationName,
    sslmode: 'verify-full',
    sslrootcert: source.caFile,
    connect_timeout: '5',
  };
  const text = Object.entries(connection).map(([name, value]) => `${name}=${quoteConnectionValue(value)}`);
  return { primary_conninfo: text.join(' '), primary_slot_name: slotName(source.applicationName) };
}

/** In force only while recovery.signal is there, which the server takes away when it has recovered. */
function recoverySettings({ archiveDir, at }: RecoveryTarget): Record<string, string> {
  return {
    restore_command: `cp "${archiveDir}/%f" "%p"`,
    // A server that reads its settings for the first time knows no abbreviation of a time zone, and Z is one.
    recovery_target_time: at.toISOString().replace('Z', '+00'),
    recovery_target_action: 'promote',
  };
}

/** In postgresql.conf a quote is doubled and a backslash too (PostgreSQL manual, 19.1.2). */
function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

/** In a connection string both are escaped by a backslash (PostgreSQL manual, 32.1.1.1). */
function quoteConnectionValue(value: string): string {
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}
