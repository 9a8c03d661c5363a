import { poll } from '../../../lib/sandbox/process/poll.ts';

/** Waits until it holds, and says so. @throws Error naming what never came. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<true> {
  const ask = async () => ((await holds()) ? true : undefined);
  const done = await poll(ask, { everyMs: 10, deadlineMs: 20_000 });
  if (!done) throw new Error(`not within 20 s: ${what}`);
  return done;
}
