import type { Client } from 'pg';
import * as z from 'zod';

const LOOK_EVERY_MS = 5;

/** Those that are between two transactions are asked to end; the others are counted. */
const END_IDLE = `
  select count(*) filter (where ended)::int as ended, count(*) filter (where not ended)::int as busy
  from (select case when state = 'idle' then pg_terminate_backend(pid) else false end as ended
    from pg_stat_activity where usename = any($1)) as sessions`;
const END_ALL =
  'select count(pg_terminate_backend(pid))::int as ended, 0 as busy from pg_stat_activity where usename = any($1)';
const LEFT = 'select count(*)::int as ended, 0 as busy from pg_stat_activity where usename = any($1)';
const Counts = z.object({ ended: z.int(), busy: z.int() });

interface Draining {
  readonly roles: readonly string[];
  readonly deadlineMs: number;
  /** For those that were asked to end. */
  readonly goneWithinMs: number;
}

/**
 * Ends the sessions of roles that cannot log in any more: each when its transaction is over, and at the deadline all that
 * are left. Resolves when none is there. @throws Error when one is still there
 */
export async function drainSessions(client: Client, { roles, deadlineMs, goneWithinMs }: Draining) {
  const ask = async (text: string) => Counts.parse((await client.query(text, [roles])).rows[0]);
  const deadline = performance.now() + deadlineMs;
  let endedIdle = 0;
  for (;;) {
    const { ended, busy } = await ask(END_IDLE);
    endedIdle += ended;
    if (busy === 0 || performance.now() > deadline) break;
    await sleep(LOOK_EVERY_MS);
  }
  const endedByForce = (await ask(END_ALL)).ended;
  for (const gone = performance.now() + goneWithinMs; (await ask(LEFT)).ended > 0; await sleep(LOOK_EVERY_MS))
    if (performance.now() > gone) throw new Error(`sessions of ${roles.join(', ')} could not be ended`);
  return { endedIdle, endedByForce };
}

function sleep(milliseconds: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, milliseconds);
  return promise;
}
