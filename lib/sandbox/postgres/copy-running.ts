import { join } from 'node:path';
import type { Cluster, RunningCluster } from './cluster.ts';
import { clusterOf } from './init-cluster.ts';
import { runProgram } from './run-program.ts';
import type { Server } from './server.ts';

/** What a copy of a running server leaves out (PostgreSQL manual, 25.3.4, "Backing Up the Data Directory"). */
const LEFT_OUT = [
  './postmaster.pid',
  './postmaster.opts',
  './pg_wal/*',
  './pg_replslot/*',
  './pg_dynshmem/*',
  './pg_notify/*',
  './pg_stat_tmp/*',
  './pg_subtrans/*',
];

export interface RunningSource {
  readonly running: RunningCluster;
  readonly dataDir: string;
}

/**
 * Makes a replica of a server that runs, by a backup through the low-level API: files may change while they are
 * copied, and WAL from the backup's start on, which a slot keeps, sets them right. Its label says where that is.
 */
export async function copyRunning({ running, dataDir }: RunningSource, replica: Server): Promise<Cluster> {
  const { admin } = running;
  const { home } = replica.room;
  await admin.run("select pg_backup_start('read replica', true)");
  try {
    await copyFiles(dataDir, replica);
  } finally {
    const label = await admin.value('select labelfile from pg_backup_stop(false)');
    if (label !== undefined) home.writePrivateFile(join(replica.dataDir, 'backup_label'), label);
  }
  home.writePrivateFile(join(replica.dataDir, 'standby.signal'), '');
  return clusterOf(replica);
}

/** What tar says of files that change or vanish is expected: the status is that of the side that unpacks. */
function copyFiles(from: string, replica: Server): Promise<void> {
  const exclude = LEFT_OUT.map((pattern) => `--exclude='${pattern}'`).join(' ');
  const script = `umask 077; mkdir "$2" && tar -C "$1" ${exclude} -cf - . 2>/dev/null | tar -C "$2" -xf -`;
  return runProgram(replica.room, {
    name: `copy ${replica.name}`,
    file: '/bin/sh',
    args: ['-c', script, 'copy', from, replica.dataDir],
  });
}
