import { Socket } from 'node:net';
import pg from 'pg';
import type { StoreAddress } from './workload-order.ts';

/** What a service allows a statement, and a connection, before it gives up on it. */
const STATEMENT_MS = 250;
const CONNECT_MS = 250;

/** An open session with a store. */
export interface StoreSession {
  /** @throws Error when the store does not answer in time, or is one that takes no writes. */
  check(): Promise<void>;
  /** Commits one row of the store's journal. @throws Error when it is not known to be committed. */
  append(journal: NonNullable<StoreAddress['journal']>): Promise<void>;
  /** Drops the socket: a peer that fell silent would never answer a farewell. */
  drop(): void;
}

export async function openStoreSession(store: StoreAddress, caPem: string): Promise<StoreSession> {
  const socket = new Socket();
  const { host, port, database, user, password } = store;
  const client = new pg.Client({
    host,
    port,
    database,
    user,
    password,
    ssl: { ca: caPem },
    stream: () => socket,
    query_timeout: STATEMENT_MS,
    statement_timeout: STATEMENT_MS,
    connectionTimeoutMillis: CONNECT_MS,
  });
  const drop = () => void socket.destroy();
  client.on('error', drop);
  await client.connect().catch((error: unknown) => {
    drop();
    throw error;
  });
  return {
    check: () => checkStore(client),
    append: async ({ schema, table, timeColumn }) => {
      const [name, column] = [`${quote(schema)}.${quote(table)}`, quote(timeColumn)];
      await client.query(`insert into ${name} (${column}) values (clock_timestamp())`);
    },
    drop,
  };
}

const quote = (name: string) => pg.escapeIdentifier(name);

async function checkStore(client: pg.Client): Promise<void> {
  const answer = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  if (answer.rows[0]?.standby !== false) throw new Error('the store takes no writes: it is a standby');
}
