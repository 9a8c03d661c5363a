import type { Client } from 'pg';
import * as z from 'zod';
import { sleep } from './sleep.ts';

const LOOK_EVERY_MS = 5;
/** A session that was asked to end ends with the statement that it is in. */
const GONE_WITHIN_MS = 2_000;

/**
 * Without the function's own time-out, which waits in slices of 100 ms for one session before it asks the next: whoever
 * comes last would write on meanwhile (postgres/src/backend/storage/ipc/signalfuncs.c, pg_wait_until_termination).
 */
const END =
  'select count(pg_terminate_backend(pid))::int as sessions from pg_stat_activity where usename = any($1)';
const LEFT = 'select count(*)::int as sessions from pg_stat_activity where usename = any($1)';
const Count = z.object({ sessions: z.int() });

/**
 * Ends the roles' sessions, all at once; answers how many there were. Resolves when none is there.
 * @throws Error when one is still there after 2 s: it could go on writing
 */
export async function endSessions(client: Client, roles: readonly string[]): Promise<number> {
  const ask = async (text: string) => Count.parse((await client.query(text, [roles])).rows[0]).sessions;
  const ended = await ask(END);
  for (const late = performance.now() + GONE_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    const left = await ask(LEFT);
    if (left === 0) return ended;
    if (performance.now() > late)
      throw new Error(`${left} sessions of ${roles.join(', ')} could not be ended`);
  }
}
