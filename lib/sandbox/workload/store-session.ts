import { Socket } from 'node:net';
import pg from 'pg';
import type { StoreAddress } from './workload-order.ts';

/** What a service allows a statement before it gives up on it. */
const STATEMENT_MS = 250;
/** A server that has answered at all may take this long to log a service in: it is slow, not gone. */
const LOGIN_MS = 5_000;

/** An open session with a store. */
export interface StoreSession {
  /** @throws Error when the store does not answer in time, or is one that takes no writes. */
  check(): Promise<void>;
  /** False when a check that failed so says that the session is of no more use: it is broken, or with a standby. */
  mayRecover(failure: unknown): boolean;
  /** Commits one row of the store's journal. @throws Error when it is not known to be committed. */
  append(journal: NonNullable<StoreAddress['journal']>): Promise<void>;
  /** Drops the socket: a peer that fell silent would never answer a farewell. */
  drop(): void;
}

export interface Opening {
  /** How long the store may say nothing at all. */
  readonly unansweredMs: number;
  /** Called when it first answers. */
  readonly onAnswer: () => void;
}

export async function openStoreSession(
  store: StoreAddress,
  caPem: string,
  opening: Opening,
): Promise<StoreSession> {
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
    connectionTimeoutMillis: LOGIN_MS,
  });
  const drop = () => void socket.destroy();
  client.on('error', drop);
  await connect(client, drop, opening);
  return {
    check: () => checkStore(client),
    append: async ({ schema, table, timeColumn }) => {
      const [name, column] = [`${quote(schema)}.${quote(table)}`, quote(timeColumn)];
      await client.query(`insert into ${name} (${column}) values (clock_timestamp())`);
    },
    mayRecover: (failure) => !socket.destroyed && isSilence(failure),
    drop,
  };
}

/** SQLSTATE 57014: the server cancelled the statement at its time-out. */
const CANCELLED = '57014';

/** Whether no answer came in time, from the client's time-out (which has no code) or the server's own. */
function isSilence(failure: unknown): boolean {
  if (failure instanceof pg.DatabaseError) return failure.code === CANCELLED;
  return failure instanceof Error && failure.message === 'Query read timeout';
}

async function connect(
  client: pg.Client,
  drop: () => void,
  { unansweredMs, onAnswer }: Opening,
): Promise<void> {
  const silence = setTimeout(drop, unansweredMs);
  // The event follows the one byte with which a server agrees to TLS: the first that it sends.
  client.connection.once('sslconnect', () => {
    clearTimeout(silence);
    onAnswer();
  });
  try {
    await client.connect();
  } catch (error) {
    drop();
    throw error;
  } finally {
    clearTimeout(silence);
  }
}

const quote = (name: string) => pg.escapeIdentifier(name);

async function checkStore(client: pg.Client): Promise<void> {
  const answer = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  if (answer.rows[0]?.standby !== false) throw new Error('the store takes no writes: it is a standby');
}
