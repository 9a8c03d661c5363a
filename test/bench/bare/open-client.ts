import pg from 'pg';
import type { BareTarget } from './series-order.ts';

const LOGIN_MS = 2_000;

export interface OpenLimits {
  /** A peer that says nothing for so long is given up; one that has answered may take two seconds to log in. */
  readonly unansweredMs: number;
  readonly onAnswer: () => void;
}

/** Opens a session with nothing but `pg`. @throws Error when the peer is silent, or does not log in. */
export async function openClient(
  { caPem, ...target }: BareTarget,
  { unansweredMs, onAnswer }: OpenLimits,
): Promise<pg.Client> {
  const client = new pg.Client({ ...target, ssl: { ca: caPem }, connectionTimeoutMillis: LOGIN_MS });
  client.on('error', () => undefined);
  const silence = setTimeout(() => client.connection.stream.destroy(), unansweredMs);
  client.connection.once('sslconnect', () => {
    clearTimeout(silence);
    onAnswer();
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
