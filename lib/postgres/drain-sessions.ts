import type { Client } from 'pg';
import * as z from 'zod';
import { endSessions } from './end-sessions.ts';
import { sleep } from './sleep.ts';

const LOOK_EVERY_MS = 5;

/** Those that are between two transactions are asked to end; the others are counted. */
const END_IDLE = `
  select count(*) filter (where ended)::int as ended, count(*) filter (where not ended)::int as busy
  from (select case when state = 'idle' then pg_terminate_backend(pid) else false end as ended
    from pg_stat_activity where usename = any($1)) as sessions`;
const Counts = z.object({ ended: z.int(), busy: z.int() });

interface Draining {
  readonly roles: readonly string[];
  readonly deadlineMs: number;
}

/**
 * Ends the sessions of roles that cannot log in any more: each when its transaction is over, and at the deadline all that
 * are left. Resolves when none is there. @throws Error when one is still there
 */
export async function drainSessions(client: Client, { roles, deadlineMs }: Draining) {
  const deadline = performance.now() + deadlineMs;
  let endedIdle = 0;
  for (;;) {
    const { ended, busy } = Counts.parse((await client.query(END_IDLE, [roles])).rows[0]);
    endedIdle += ended;
    if (busy === 0 || performance.now() > deadline) break;
    await sleep(LOOK_EVERY_MS);
  }
  const endedByForce = await endSessions(client, roles);
  return { endedIdle, endedByForce };
}
