import { existsSync } from 'node:fs';
import { killTree } from '../process/kill-tree.ts';
import { poll } from '../process/poll.ts';
import { isRunning } from '../process/process-stat.ts';
import { serverHomeLeft } from '../postgres/server-home.ts';
import { signal } from '../process/signal.ts';
import { leftRunning } from '../process/sweep.ts';
import { claim, type Claim } from './claim.ts';
import { clearLeftovers } from './clear-leftovers.ts';
import { type Presence, presentIn } from './presence.ts';

/** How long a supervisor may take after it was asked, before it is ended by force. */
const ORDERLY_MS = 4_000;
const RELEASE_MS = 1_000;

/**
 * Ends what stands, starts or was left in a state directory, whatever shape it is in: by SIGTERM, by SIGKILL when
 * that does not help, and by a sweep of what a dead supervisor left. Says whether there was anything to end.
 */
export async function endSandbox(stateDir: string): Promise<boolean> {
  if (!existsSync(stateDir)) return false;
  const present = presentIn(stateDir);
  if (!present) return (await clearUnlessClaimed(stateDir)).length > 0;
  signal(present.pid, 'SIGTERM');
  await endSupervisor(stateDir, present);
  return true;
}

/** Ends what a dead supervisor left, by name; one that stands, starts or ends is left alone. */
export async function sweepSandbox(stateDir: string): Promise<string[]> {
  return presentIn(stateDir) ? [] : clearUnlessClaimed(stateDir);
}

/** What `sweepSandbox` would end and remove: names of processes, and the servers' directory. Changes nothing. */
export function leftInSandbox(stateDir: string): { readonly processes: string[]; readonly files: string[] } {
  if (!existsSync(stateDir) || presentIn(stateDir)) return { processes: [], files: [] };
  return { processes: leftRunning(stateDir).map(({ name }) => name), files: serverHomeLeft(stateDir) };
}

/** Waits until a supervisor that was asked to end is gone, by force at last, and leaves nothing that it held. */
export async function endSupervisor(stateDir: string, present: Presence): Promise<void> {
  if (!(await gone(present))) await killTree(present.pid).cleared;
  await clearUnlessClaimed(stateDir);
}

/** Whoever has claimed the directory meanwhile has cleared it before. */
async function clearUnlessClaimed(stateDir: string): Promise<string[]> {
  if (!existsSync(stateDir)) return [];
  const claimed = await claimFromDead(stateDir);
  if (!claimed) return [];
  try {
    return await clearLeftovers(stateDir);
  } finally {
    await claimed.release();
  }
}

/** The threads of a killed process may hold its claim for a moment after the process counts as dead. */
async function claimFromDead(stateDir: string): Promise<Claim | undefined> {
  const asked = await poll(
    async () => {
      const claimed = await claim(stateDir);
      return claimed || presentIn(stateDir) ? { claimed } : undefined;
    },
    { everyMs: 10, deadlineMs: RELEASE_MS },
  );
  return asked?.claimed;
}

async function gone(present: Presence): Promise<boolean> {
  const answer = await poll(() => (isRunning(present) ? undefined : true), {
    everyMs: 10,
    deadlineMs: ORDERLY_MS,
  });
  return answer ?? false;
}
