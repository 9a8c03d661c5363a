import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { SandboxStatus } from '../../../lib/sandbox/sandbox-status.ts';

/** A client of the old primary that nobody has told of anything. */
export interface StaleWriter {
  /** When each of its transactions was acknowledged, on this process's clock. */
  acknowledged(): readonly number[];
  /** What the server has said last to a login; empty when it has said nothing. */
  lastRefusal(): string;
  end(): Promise<void>;
}

const EVERY_MS = 20;

/** Writes straight to the initial primary, on a session that it has and by logging in again. */
export async function makeStaleWriter({ frontDoor, caFile }: SandboxStatus): Promise<StaleWriter> {
  const { direct, database, user, passwordFile } = frontDoor;
  const [password, ca] = await Promise.all([readFile(passwordFile, 'utf8'), readFile(caFile, 'utf8')]);
  const login = {
    ...direct,
    database,
    user,
    password,
    ssl: { ca },
    connectionTimeoutMillis: 500,
    query_timeout: 500,
  };
  const acknowledged: number[] = [];
  let refusal = '';
  const ended = new AbortController();
  const isGoing = () => !ended.signal.aborted;
  const work = (async () => {
    while (isGoing())
      await writeOn(login, { acknowledged, isGoing }).catch((error: Error) => {
        if (error instanceof pg.DatabaseError) refusal = error.message;
      });
  })();
  return {
    acknowledged: () => acknowledged,
    lastRefusal: () => refusal,
    end: async () => {
      ended.abort();
      await work;
    },
  };
}

interface Writing {
  readonly acknowledged: number[];
  readonly isGoing: () => boolean;
}

/** One session, until it fails. A transaction that has taken a number and committed is a write. */
async function writeOn(login: pg.ClientConfig, { acknowledged, isGoing }: Writing): Promise<void> {
  const client = new pg.Client(login);
  client.on('error', () => undefined);
  try {
    await client.connect();
    while (isGoing()) {
      await client.query('select pg_current_xact_id()');
      acknowledged.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  } finally {
    client.connection.stream.destroy();
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
