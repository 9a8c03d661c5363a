import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { SandboxConfig } from '../../../lib/sandbox/sandbox-config.ts';
import type { StartedSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';

/** A client of the old primary that nobody has told of anything. */
export interface StaleWriter {
  /** When each of its transactions was acknowledged, on this process's clock. */
  acknowledged(): readonly number[];
  /** What the server has said last to a login; empty when it has said nothing. */
  lastRefusal(): string;
  end(): Promise<void>;
}

interface Place {
  readonly sandbox: StartedSandbox;
  readonly config: SandboxConfig;
  readonly door: SandboxConfig['frontDoors'][number];
}

const EVERY_MS = 20;

/** Writes straight to the primary, on a session that it has and by logging in again. */
export async function makeStaleWriter({ sandbox, config, door }: Place): Promise<StaleWriter> {
  const site = door.sites[door.initialSite];
  const { instances } = await sandbox.status();
  const port = instances.find(({ id }) => id === site?.instance)?.port;
  const login = {
    host: '127.0.0.1',
    port,
    user: door.user,
    password: door.password,
    database: door.database,
    ssl: { ca: readFileSync(join(config.stateDir, 'ca.pem'), 'utf8') },
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
