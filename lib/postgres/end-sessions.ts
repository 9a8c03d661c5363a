import { type Client, escapeLiteral } from 'pg';
import * as z from 'zod';
import { sleep } from './sleep.ts';

const LOOK_EVERY_MS = 5;
/** A session that was asked to end ends with the statement that it is in. */
const GONE_WITHIN_MS = 2_000;

/**
 * A login takes this lock on its database right after its role was checked, and keeps it until it is listed with its
 * role, which is later (postgres/src/backend/utils/init/postinit.c, InitPostgres): who was let in before a revocation
 * stands in one of the two lists. The locks are read first, in a statement of their own, so that nobody slips past both.
 */
const LET_IN = `
  select coalesce(array_agg(distinct pid), '{}') as pids
  from pg_locks where locktype = 'object' and classid = 'pg_database'::regclass`;

/**
 * Without the function's own time-out, which waits in slices of 100 ms for one session before it asks the next: whoever
 * comes last would write on meanwhile (postgres/src/backend/storage/ipc/signalfuncs.c, pg_wait_until_termination).
 */
const endListed = (roles: readonly string[]) => `
  select coalesce(array_agg(pid) filter (where asked is not null), '{}') as ended, coalesce(array_agg(pid), '{}') as listed
  from (select pid, case when usename = any(array[${roles.map(escapeLiteral).join(', ')}]::name[])
      then pg_terminate_backend(pid) end as asked
    from pg_stat_activity where usename is not null) as sessions`;

const Pids = z.array(z.int());
const Looks = z.tuple([
  z.object({ rows: z.tuple([z.object({ pids: Pids })]) }),
  z.object({ rows: z.tuple([z.object({ ended: Pids, listed: Pids })]) }),
]);

/**
 * Ends the sessions of roles that cannot log in any more, all at once, and of whoever the server had let in by then and
 * does not list yet; answers how many there were. Resolves when none is there, and none is on its way.
 * @throws Error when one is still there, or on its way, after 2 s: it could go on writing
 */
export async function endSessions(client: Client, roles: readonly string[]): Promise<number> {
  const ended = new Set<number>();
  for (const late = performance.now() + GONE_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    const { there, onTheirWay } = await look(client, roles);
    for (const pid of there) ended.add(pid);
    if (there.length === 0 && onTheirWay === 0) return ended.size;
    if (performance.now() > late) throw new Error(wordsOf(roles, there.length, onTheirWay));
  }
}

/** In one message to the server: the way to it may cross regions. */
async function look(client: Client, roles: readonly string[]) {
  const answers: unknown = await client.query(`${LET_IN};${endListed(roles)}`);
  const [locks, activity] = Looks.parse(answers);
  const { ended: there, listed } = activity.rows[0];
  const known = new Set(listed);
  return { there, onTheirWay: locks.rows[0].pids.filter((pid) => !known.has(pid)).length };
}

function wordsOf(roles: readonly string[], there: number, onTheirWay: number): string {
  return there > 0
    ? `${there} sessions of ${roles.join(', ')} could not be ended`
    : `${onTheirWay} sessions were let in before and are not listed yet: they could not be ended`;
}
