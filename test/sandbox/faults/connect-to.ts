import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { MASTER_PASSWORD } from './fixture-config.ts';

export interface Login {
  readonly port: number;
  readonly user: string;
  /** The fixture's own, if not said. */
  readonly password?: string;
  readonly database?: string;
  /** How long an answer may take, a second if not said; and the login. */
  readonly answerMs?: number;
  /** Of the server process, as on its command line. */
  readonly options?: string;
}

/** Connects with TLS verified against the sandbox's authority; the caller ends the client. */
export async function connectTo(login: Login, stateDir: string): Promise<pg.Client> {
  const { port, user, database = 'orders', options, answerMs = 1000 } = login;
  const own = user === 'operator' ? MASTER_PASSWORD : user;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password: login.password ?? own,
    database,
    ssl: { ca: readFileSync(join(stateDir, 'ca.pem'), 'utf8') },
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
    ...(options && { options }),
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
