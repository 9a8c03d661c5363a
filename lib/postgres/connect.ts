import { Client } from 'pg';
import type { SessionTarget } from '../ports/session-target.ts';
import type { Secrets } from '../ports/secrets.ts';

/** A statement that a silent server never answers fails after this; the longest reads the rows of a whole run. */
const STATEMENT_LIMIT_MS = 30_000;

export interface ConnectPorts {
  readonly secrets: Secrets;
  /** PEM of the authority that the servers' certificates are verified against; TLS is not optional. */
  readonly ca: string;
}

export interface ConnectLimits {
  /** For the whole login. */
  readonly limitMs: number;
  /** How long the server may say nothing at all; without it the whole limit. */
  readonly unansweredMs?: number;
  /** Called when the server first answers. */
  readonly onAnswer?: () => void;
}

/**
 * Opens a session over TLS with a verified certificate. The client's own errors are taken by a listener, because a
 * server that dies would otherwise end the process; a statement under way is rejected all the same.
 * @throws when no session is open within the limits; one that comes later is ended.
 */
export async function connect(
  ports: ConnectPorts,
  target: SessionTarget,
  limits: ConnectLimits,
): Promise<Client> {
  const { user, password } = await ports.secrets.login(target.secret);
  const client = new Client({
    host: target.host,
    port: target.port,
    database: target.database,
    user,
    password,
    ssl: { ca: ports.ca, host: target.host },
    connectionTimeoutMillis: Math.max(1, Math.ceil(limits.limitMs)),
    application_name: 'muster',
    query_timeout: STATEMENT_LIMIT_MS,
  });
  client.on('error', () => undefined);
  const { unansweredMs = limits.limitMs, onAnswer } = limits;
  const silence = setTimeout(() => client.connection.stream.destroy(), unansweredMs);
  // The event follows the one byte with which a server agrees to TLS: the first that it sends.
  client.connection.once('sslconnect', () => {
    clearTimeout(silence);
    onAnswer?.();
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.connection.stream.destroy();
    throw error;
  } finally {
    clearTimeout(silence);
  }
}
