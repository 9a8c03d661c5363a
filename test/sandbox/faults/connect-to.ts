import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { MASTER_PASSWORD } from './fixture-config.ts';

export interface Login {
  readonly port: number;
  readonly user: 'app' | 'operator';
}

/** Connects with TLS verified against the sandbox's authority; the caller ends the client. */
export async function connectTo({ port, user }: Login, stateDir: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password: user === 'operator' ? MASTER_PASSWORD : user,
    database: 'orders',
    ssl: { ca: readFileSync(join(stateDir, 'ca.pem'), 'utf8') },
    connectionTimeoutMillis: 1000,
    query_timeout: 1000,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
