import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import { type LockSites, readLocks } from './unfinished-runs.ts';

/** The locks of a run that is over. */
export interface HeldLocks {
  /** Sites whose lock it still holds. */
  readonly sites: readonly string[];
  /** Why that of the primary site is not known; null when it is. */
  readonly unread: string | null;
}

export const NO_LOCKS: HeldLocks = { sites: [], unread: null };

/** Asks both sites, where they answer, for what the execution still holds. */
export async function heldLocks(sites: LockSites, arn: string): Promise<HeldLocks> {
  const { held, unread } = await readLocks(sites);
  return { sites: held.filter(({ owner }) => owner === arn).map(({ site }) => site), unread };
}

/** The record is sealed before the locks are freed, so it cannot prove that they are: the command asks, and says. */
export function sayLocks({ err }: Pick<Terminal, 'err'>, { sites, unread }: HeldLocks): void {
  const held = sites.map((site) => `it holds the lock of the ${site} site`);
  const lines = [...held, ...(unread === null ? [] : [unread])];
  if (lines.length > 0)
    err.write(`the run is over: ${lines.join('; ')}; \`npx muster clean\` frees what is held\n`);
}

/** The exit code of a run: none is met that may have left a lock. */
export function lockVerdict(terminal: Terminal, locks: HeldLocks, code: number): number {
  sayLocks(terminal, locks);
  const free = locks.sites.length === 0 && locks.unread === null;
  return code === EXIT.met && !free ? EXIT.tool : code;
}
