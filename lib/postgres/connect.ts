import { Client } from 'pg';
import type { SessionTarget } from '../ports/database-sessions.ts';
import type { Secrets } from '../ports/secrets.ts';

export interface ConnectPorts {
  readonly secrets: Secrets;
  /** PEM of the authority that the servers' certificates are verified against; TLS is not optional. */
  readonly ca: string;
}

/**
 * Opens a session over TLS with a verified certificate. The client's own errors are taken by a listener, because a
 * server that dies would otherwise end the process; a statement under way is rejected all the same.
 * @throws when no session is open within the limit; one that comes later is ended.
 */
export async function connect(ports: ConnectPorts, target: SessionTarget, limitMs: number): Promise<Client> {
  const { user, password } = await ports.secrets.login(target.secret);
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user,
    password,
    ssl: { ca: ports.ca, host: target.host },
    connectionTimeoutMillis: Math.max(1, Math.ceil(limitMs)),
    application_name: 'muster',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.connection.stream.destroy();
    throw error;
  }
}
