import { join } from 'node:path';
import type { AdminSession } from './admin-session.ts';
import type { RunningSource } from './copy-running.ts';
import { copyDataDirectory } from './copy-files.ts';
import type { Program } from './run-program.ts';
import type { ServerHome } from './server-home.ts';
import { walFilesOf, type WalRange, walRangeOf } from './wal-files.ts';

export interface BackupTarget {
  readonly directory: string;
  readonly home: ServerHome;
  readonly run: (program: Program) => Promise<void>;
}

/** Keeps WAL for as long as the backup takes, whatever checkpoints there are meanwhile; it ends with the session. */
const SLOT = 'rds_backup';

/**
 * Backs a server up while it runs, by the low-level API, together with the WAL that makes the copy consistent: the
 * directory starts by itself, as the same system. A standby can be backed up as well (PostgreSQL manual, 25.3.4).
 * The session holds one backup at a time. Answers the range of WAL that is part of it. @throws Error when the server is lost before the end
 */
export async function backUpRunning(source: RunningSource, target: BackupTarget): Promise<WalRange> {
  const { admin } = source.running;
  const { directory, run } = target;
  await admin.run(`select pg_create_physical_replication_slot('${SLOT}', true, true)`);
  try {
    await admin.run("select pg_backup_start('snapshot', true)");
    const copy = { name: 'snapshot', from: source.dataDir, to: directory };
    const copied = run(copyDataDirectory(copy));
    // Whatever has become of the copy, the server has to leave its backup mode.
    await copied.catch(() => undefined);
    const { label, end } = await stopBackup(admin);
    await copied;
    const range = walRangeOf(label, end);
    await run(copyWal(source.dataDir, directory, walFilesOf(range, walOf(source.dataDir))));
    target.home.writePrivateFile(join(directory, 'backup_label'), label);
    return range;
  } finally {
    await admin.run(`select pg_drop_replication_slot('${SLOT}')`).catch(() => undefined);
  }
}

interface StoppedBackup {
  readonly label: string;
  readonly end: string;
}

/** Of a primary it begins a new segment, so that the last one needed is whole. */
async function stopBackup(admin: AdminSession): Promise<StoppedBackup> {
  const answer = await admin.value("select lsn::text || ' ' || labelfile from pg_backup_stop(false)");
  const [, end, label] = /^(\S+) ([^]*)$/.exec(answer ?? '') ?? [];
  if (end === undefined || label === undefined) throw new Error('the backup ended without a label');
  return { end, label };
}

function walOf(dataDir: string): string {
  return join(dataDir, 'pg_wal');
}

function copyWal(from: string, to: string, files: readonly string[]): Program {
  const script = 'umask 077; to="$1"; cd "$2" && shift 2 && cp -p "$@" "$to"';
  return {
    name: 'snapshot of WAL',
    file: '/bin/sh',
    args: ['-c', script, 'copy', walOf(to), walOf(from), ...files],
  };
}
