import { rmSync } from 'node:fs';
import { killTree } from './kill-tree.ts';
import { type PidRecord, pidsDirectory, readPidFiles } from './pid-file.ts';
import { isRunning } from './process-stat.ts';

/**
 * Ends what a supervisor that died by SIGKILL has left: only processes whose pid and start time both match a pid
 * file of this state directory. Says which were ended, by name.
 */
export async function sweep(stateDir: string): Promise<string[]> {
  const directory = pidsDirectory(stateDir);
  const left = leftRunning(stateDir);
  await Promise.all(left.map((record) => killTree(record.pid).cleared));
  rmSync(directory, { recursive: true, force: true });
  return left.map((record) => record.name);
}

/** Those that a sweep would end. */
export function leftRunning(stateDir: string): PidRecord[] {
  return readPidFiles(pidsDirectory(stateDir)).filter(isRunning);
}
