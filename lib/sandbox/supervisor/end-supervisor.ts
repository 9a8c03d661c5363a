import { killTree } from '../process/kill-tree.ts';
import { poll } from '../process/poll.ts';
import { isRunning } from '../process/process-stat.ts';
import { signal } from '../process/signal.ts';
import { sweep } from '../process/sweep.ts';
import { type Presence, presentIn, withdraw } from './presence.ts';

/** How long a supervisor may take after it was asked, before it is ended by force. */
const ORDERLY_MS = 4_000;

/**
 * Ends what stands, starts or was left in a state directory, whatever shape it is in: by SIGTERM, by SIGKILL when
 * that does not help, and by a sweep of the processes that a dead supervisor left. Says whether there was a supervisor.
 */
export async function endSandbox(stateDir: string): Promise<boolean> {
  const present = presentIn(stateDir);
  if (present) {
    signal(present.pid, 'SIGTERM');
    await endSupervisor(stateDir, present);
  }
  await sweep(stateDir);
  withdraw(stateDir);
  return present !== undefined;
}

/** Waits until a supervisor that was asked to end is gone; one that does not go is ended with all it holds. */
export async function endSupervisor(stateDir: string, present: Presence): Promise<void> {
  if (await gone(present, ORDERLY_MS)) return;
  await killTree(present.pid).cleared;
  await sweep(stateDir);
  withdraw(stateDir);
}

async function gone(present: Presence, deadlineMs: number): Promise<boolean> {
  const answer = await poll(() => (isRunning(present) ? undefined : true), { everyMs: 10, deadlineMs });
  return answer ?? false;
}
