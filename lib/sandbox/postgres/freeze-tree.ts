import { processTree } from '../process/kill-tree.ts';
import { poll } from '../process/poll.ts';
import { readProcessStat, type ProcessStat } from '../process/process-stat.ts';
import { signal } from '../process/signal.ts';

const DEADLINE_MS = 5_000;

/**
 * Stops a process and all that descend from it by SIGSTOP. The root goes first and is waited for, so that a server
 * which forks cannot start a child that nobody lists.
 * @throws Error naming those that /proc does not show stopped after five seconds; what was stopped stays so.
 */
export async function freezeTree(rootPid: number): Promise<readonly ProcessStat[]> {
  signal(rootPid, 'SIGSTOP');
  await untilStopped([rootPid]);
  const pids = processTree(rootPid).map((one) => one.pid);
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await untilStopped(pids);
  return processTree(rootPid);
}

/** Children first: the root, which starts and ends them, then finds them as it left them. */
export function thawTree(rootPid: number): void {
  for (const one of processTree(rootPid).toReversed()) signal(one.pid, 'SIGCONT');
}

/** SIGSTOP takes effect when the process next returns to user mode. One that is gone counts. */
async function untilStopped(pids: readonly number[]): Promise<void> {
  const moving = () => pids.filter((pid) => !'TtZX'.includes(readProcessStat(pid)?.state ?? 'X'));
  const done = await poll(() => (moving().length === 0 ? true : undefined), {
    everyMs: 1,
    deadlineMs: DEADLINE_MS,
  });
  if (!done) throw new Error(`not stopped ${DEADLINE_MS} ms after SIGSTOP: processes ${moving().join(', ')}`);
}
