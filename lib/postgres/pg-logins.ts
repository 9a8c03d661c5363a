import { type Client, escapeIdentifier } from 'pg';
import * as z from 'zod';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { SessionTarget } from '../ports/session-target.ts';
import type { ClientStanding } from '../ports/client-sessions.ts';
import { clientStanding } from './client-standing.ts';
import { type ConnectPorts, connect } from './connect.ts';
import { drainSessions } from './drain-sessions.ts';
import { endSessions } from './end-sessions.ts';
import { probeLogin } from './login-probe.ts';
import { probeOpenSession } from './open-session-probe.ts';
import type { SessionPool } from './session-pool.ts';
import { withLimit } from './with-limit.ts';

export interface PgLoginsPorts extends ConnectPorts {
  readonly pool: SessionPool;
}

/** Logins of PostgreSQL's roles, changed and probed over warm sessions. */
export function makePgLogins(ports: PgLoginsPorts): DatabaseLogins {
  const { pool } = ports;
  return {
    fence: (target, roles, limitMs) => fence(pool, target, { roles, limitMs }),
    drain: (target, roles, deadlineMs) =>
      pool.with(target, async (client) => {
        const rolesWithoutLogin = await setLogin(client, { roles, login: false });
        return {
          rolesWithoutLogin,
          ...(await drainSessions(client, { roles, deadlineMs })),
        };
      }),
    admit: (target, roles) => pool.with(target, (client) => setLogin(client, { roles, login: true })),
    keepOpen: async (target) => void (await pool.with(target, (client) => client.query('select 1'))),
    probeOpen: (target, limitMs) => probeOpenSession(pool.kept(target), limitMs),
    probeLogin: (target, deadlineMs) =>
      probeLogin((limitMs) => connect(ports, target, { limitMs }), deadlineMs),
  };
}

interface Fence {
  readonly roles: readonly string[];
  readonly limitMs: number;
}

interface Login {
  readonly roles: readonly string[];
  readonly login: boolean;
}

const LOGINS = {
  name: 'muster_logins',
  text: 'select rolname as name, rolcanlogin as "canLogin" from pg_roles where rolname = any($1)',
};
const RoleLogin = z.object({ name: z.string(), canLogin: z.boolean() });

async function loginsOf(client: Client, roles: readonly string[]) {
  return z.array(RoleLogin).parse((await client.query({ ...LOGINS, values: [roles] })).rows);
}

/**
 * Roles that are as wanted already are left alone: on a fresh primary nothing has to be written. Answers how all stand,
 * or null where one was changed.
 */
async function changeLogin(client: Client, { roles, login }: Login) {
  const before = await loginsOf(client, roles);
  const different = before.filter(({ canLogin }) => canLogin !== login);
  for (const { name } of different) {
    await client.query(`alter role ${escapeIdentifier(name)} ${login ? 'login' : 'nologin'}`);
  }
  return different.length === 0 ? before : null;
}

/** Sessions that are open stay so. Answers those of the roles that are as wanted now. */
async function setLogin(client: Client, wanted: Login): Promise<readonly string[]> {
  const after = (await changeLogin(client, wanted)) ?? (await loginsOf(client, wanted.roles));
  return after.filter(({ canLogin }) => canLogin === wanted.login).map(({ name }) => name);
}

/** Who can write is looked at last, when nobody can come in any more and all are out. */
async function shut(client: Client, roles: readonly string[]): Promise<ClientStanding> {
  await changeLogin(client, { roles, login: false });
  await endSessions(client, roles);
  return clientStanding(client, roles);
}

/**
 * What has not ended at the limit is cancelled: by the server's own statement time-out, and by giving up the session.
 * A server that is stopped would otherwise carry it out when it goes on.
 */
async function fence(pool: SessionPool, target: SessionTarget, { roles, limitMs }: Fence) {
  const work = pool.with(target, (client) => {
    const settings = client.query(`set statement_timeout = ${Math.max(1, Math.round(limitMs))}`);
    return withLimit(
      settings.then(() => shut(client, roles)),
      limitMs,
    );
  });
  // Opening the session counts as well.
  return withLimit(work, limitMs);
}
