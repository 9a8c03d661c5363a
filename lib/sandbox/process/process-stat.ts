import { readdirSync, readFileSync } from 'node:fs';

/** One process as /proc/<pid>/stat shows it (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly pid: number;
  readonly parentPid: number;
  /** R, S, D, T (stopped), Z (zombie), X (dead). */
  readonly state: string;
  /** Clock ticks since boot, field 22: with the pid it names a process for good, since pids are used again. */
  readonly startTicks: string;
}

/** Reads one process; undefined when there is none of that pid. */
export function readProcessStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(pid, readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** All processes that this user may see. */
export function listProcesses(): ProcessStat[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcessStat(Number(name)))
    .filter((stat) => stat !== undefined);
}

/** A zombie holds neither memory, files nor sockets: it is dead and only waits for its parent. */
export function isRunning(process: Pick<ProcessStat, 'pid' | 'startTicks'>): boolean {
  const now = readProcessStat(process.pid);
  return now !== undefined && now.startTicks === process.startTicks && now.state !== 'Z' && now.state !== 'X';
}

/** The command's name stands in brackets and may hold brackets and spaces itself: fields count from the last one. */
function parseStat(pid: number, text: string): ProcessStat {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid, state: fields[0] ?? 'X', parentPid: Number(fields[1]), startTicks: fields[19] ?? '' };
}
