import * as z from 'zod';
import type { ClientSessions } from '../ports/client-sessions.ts';
import { clientStanding } from './client-standing.ts';
import { endSessions } from './end-sessions.ts';
import type { SessionPool } from './session-pool.ts';
import { withLimit } from './with-limit.ts';

/** Muster's own writes go on while the application's are looked at: they are how the fence is judged. */
const WRITTEN = {
  name: 'muster_rows_written',
  text: `select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::text as rows
         from pg_stat_user_tables where schemaname <> 'muster'`,
};
const Written = z.object({ rows: z.coerce.number() });

/** Clients' sessions on PostgreSQL, looked at and ended over the operator's warm session. */
export function makePgClientSessions(pool: SessionPool): ClientSessions {
  return {
    end: (target, roles, limitMs) =>
      withLimit(
        pool.with(target, async (client) => void (await withLimit(endSessions(client, roles), limitMs))),
        limitMs,
      ),
    standing: (target, roles, limitMs) =>
      withLimit(
        pool.with(target, (client) => withLimit(clientStanding(client, roles), limitMs)),
        limitMs,
      ),
    rowsWritten: (target) =>
      pool.with(target, async (client) => Written.parse((await client.query(WRITTEN)).rows[0]).rows),
  };
}
