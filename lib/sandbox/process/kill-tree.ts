import { poll } from './poll.ts';
import { isRunning, listProcesses, readProcessStat, type ProcessStat } from './process-stat.ts';
import { removeSegmentsOf } from './shared-memory.ts';
import { signal } from './signal.ts';

export interface KilledTree {
  /** Processes that ran when the kill was asked for. */
  readonly processes: readonly ProcessStat[];
  /** Resolves to those that /proc still shows running at the deadline: empty when all are gone. */
  readonly survivors: Promise<readonly ProcessStat[]>;
  /** Resolves when the shared memory that they left is removed too. */
  readonly cleared: Promise<void>;
}

/**
 * Ends a process and all that descend from it by SIGKILL. The root is stopped first, so that a server which forks
 * (PostgreSQL's postmaster) cannot start another child between the listing and the kill.
 */
export function killTree(rootPid: number): KilledTree {
  const root = readProcessStat(rootPid);
  if (!root) return { processes: [], survivors: Promise.resolve([]), cleared: Promise.resolve() };
  stopAndWait(rootPid);
  const processes = [root, ...descendants(rootPid, listProcesses())].filter((one) => one.state !== 'Z');
  for (const one of processes) signal(one.pid, 'SIGKILL');
  const survivors = survivorsOf(processes);
  return {
    processes,
    survivors,
    cleared: survivors.then(() => removeSegmentsOf(processes.map((one) => one.pid))),
  };
}

/** A process and all that descend from it, without those that are dead and only not reaped yet. */
export function processTree(rootPid: number): ProcessStat[] {
  const root = readProcessStat(rootPid);
  if (!root) return [];
  return [root, ...descendants(rootPid, listProcesses())].filter((one) => one.state !== 'Z');
}

/** All processes below `rootPid`, at any depth. */
export function descendants(rootPid: number, all: readonly ProcessStat[]): ProcessStat[] {
  const children = all.filter((one) => one.parentPid === rootPid);
  return children.flatMap((child) => [child, ...descendants(child.pid, all)]);
}

/** SIGSTOP takes effect when the process next returns to user mode: a fork in progress still ends. */
function stopAndWait(pid: number): void {
  if (!signal(pid, 'SIGSTOP')) return;
  for (let reads = 0; reads < 1000; reads++) {
    const state = readProcessStat(pid)?.state;
    if (state === undefined || 'TtZX'.includes(state)) return;
  }
}

async function survivorsOf(processes: readonly ProcessStat[]): Promise<readonly ProcessStat[]> {
  const gone = await poll(() => (processes.some(isRunning) ? undefined : true), {
    everyMs: 2,
    deadlineMs: 2000,
  });
  return gone ? [] : processes.filter(isRunning);
}
