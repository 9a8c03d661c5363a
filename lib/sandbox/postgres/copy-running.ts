import { join } from 'node:path';
import type { Cluster, RunningCluster } from './cluster.ts';
import { copyDataDirectory } from './copy-files.ts';
import { clusterOf } from './init-cluster.ts';
import { runProgram } from './run-program.ts';
import type { Server } from './server.ts';

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
    const copy = { name: `copy ${replica.name}`, from: dataDir, to: replica.dataDir };
    await runProgram(replica.room, copyDataDirectory(copy));
  } finally {
    const label = await admin.value('select labelfile from pg_backup_stop(false)');
    if (label !== undefined) home.writePrivateFile(join(replica.dataDir, 'backup_label'), label);
  }
  home.writePrivateFile(join(replica.dataDir, 'standby.signal'), '');
  return clusterOf(replica);
}
