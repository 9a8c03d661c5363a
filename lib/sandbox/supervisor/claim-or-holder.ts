import { poll } from '../process/poll.ts';
import { claim } from './claim.ts';
import { presentIn } from './presence.ts';

/** A sandbox ends within two seconds of the word; one that is ending is waited for. */
const WAIT_MS = 4_000;

/** Null when this process now has the state directory; otherwise who has it, for a message. */
export async function claimOrHolder(stateDir: string): Promise<string | null> {
  const outcome = await poll(() => attempt(stateDir), { everyMs: 50, deadlineMs: WAIT_MS });
  if (outcome === undefined) return 'another sandbox that has begun to end, or to start, and does neither';
  return outcome.holder === null ? null : `the sandbox of process ${outcome.holder}`;
}

/** Undefined while the holder has not said yet who it is, or is ending. */
async function attempt(stateDir: string): Promise<{ readonly holder: number | null } | undefined> {
  const present = presentIn(stateDir);
  if (present && !present.ending) return { holder: present.pid };
  return (await claim(stateDir)) ? { holder: null } : undefined;
}
