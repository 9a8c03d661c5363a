import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { type LockSites, readLocks } from './unfinished-runs.ts';

/** The locks that a run holds, or may hold, when it is over: one line each. */
export async function heldLocks(sites: LockSites, arn: string): Promise<readonly string[]> {
  const { held, unread } = await readLocks(sites);
  const own = held.filter(({ owner }) => owner === arn);
  return [
    ...own.map(({ site }) => `it holds the lock of the ${site} site`),
    ...(unread === null ? [] : [unread]),
  ];
}

/** The record is sealed before the locks are freed, so it cannot prove that they are: the command asks, and says. */
export function lockVerdict({ err }: Terminal, locks: readonly string[], code: number): number {
  if (locks.length === 0) return code;
  err.write(`the run is over: ${locks.join('; ')}; \`npx muster clean\` frees what is held\n`);
  return code === EXIT.met ? EXIT.tool : code;
}
