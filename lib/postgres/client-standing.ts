import type { Client } from 'pg';
import * as z from 'zod';
import type { ClientStanding } from '../ports/client-sessions.ts';

/** Of the others those that can log in, and those that did before they could not any more. */
const STANDING = {
  name: 'muster_clients_standing',
  text: `
    with active as (select usesysid, count(*)::int as sessions from pg_stat_activity group by usesysid),
      roles as (select rolname::text as name, rolcanlogin as "canLogin", coalesce(sessions, 0) as sessions
        from pg_roles left join active on usesysid = oid)
    select array(select name from roles where name = any($1) and not "canLogin" order by name) as "withoutLogin",
      (select coalesce(sum(sessions), 0)::int from roles where name = any($1)) as sessions,
      (select coalesce(json_agg(roles order by name), '[]') from roles
        where name <> all($1) and name <> session_user and ("canLogin" or sessions > 0)) as others`,
};
const Standing = z.object({
  withoutLogin: z.array(z.string()),
  sessions: z.int(),
  others: z.array(z.object({ name: z.string(), canLogin: z.boolean(), sessions: z.int() })),
});

/** How the roles stand on a server, and who else may log in there but the role of the session itself. */
export async function clientStanding(client: Client, roles: readonly string[]): Promise<ClientStanding> {
  return Standing.parse((await client.query({ ...STANDING, values: [roles] })).rows[0]);
}
