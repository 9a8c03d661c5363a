import { readProcessStat } from '../../../lib/sandbox/process/process-stat.ts';

/** Whether a process runs; a zombie, which only waits for init to reap it, does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readProcessStat(pid)?.state !== 'Z';
  } catch {
    return false;
  }
}
