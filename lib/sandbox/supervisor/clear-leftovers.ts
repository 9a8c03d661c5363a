import { removeServerHome } from '../postgres/server-home.ts';
import { sweep } from '../process/sweep.ts';
import { withdraw } from './presence.ts';

/**
 * Ends and removes what a supervisor that is gone, or is about to go, may have left: processes, and the servers' files
 * outside of the state directory. Only for who holds the claim on it: it would end the processes of another. Says
 * which processes there were.
 */
export async function clearLeftovers(stateDir: string): Promise<string[]> {
  const swept = await sweep(stateDir);
  await removeServerHome(stateDir);
  withdraw(stateDir);
  return swept;
}
