import type { Client } from 'pg';

/** Ends the roles' sessions. @throws Error when one is still there afterwards: it could go on writing. */
export async function endSessions(client: Client, roles: readonly string[]): Promise<void> {
  await client.query('select pg_terminate_backend(pid, 1000) from pg_stat_activity where usename = any($1)', [
    roles,
  ]);
  const left = await client.query('select pid, usename from pg_stat_activity where usename = any($1)', [
    roles,
  ]);
  if (left.rows.length > 0)
    throw new Error(`${left.rows.length} sessions of ${roles.join(', ')} could not be ended`);
}
