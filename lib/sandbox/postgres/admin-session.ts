import pg from 'pg';

export interface AdminTarget {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly caPem: string;
}

/** A session of the sandbox's own, past every proxy. */
export interface AdminSession {
  /** First column of the first row, as text; undefined without a row. */
  value(sql: string): Promise<string | undefined>;
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

/** Connects to a server's own port. @throws Error as pg gives it, for instance "the database system is starting up". */
export async function openAdminSession(target: AdminTarget): Promise<AdminSession> {
  const { port, user, password, database } = target;
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user,
    password,
    database,
    ssl: { ca: target.caPem },
    connectionTimeoutMillis: 5000,
  });
  // A server that is killed breaks its sessions: expected here, and fatal to the process if nobody listened.
  client.on('error', () => undefined);
  await client.connect();
  return {
    value: async (sql) => {
      const result = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
      return textOf(result.rows[0]?.[0]);
    },
    run: async (sql) => void (await client.query(sql)),
    close: () => client.end().catch(() => undefined),
  };
}

/** The driver gives text, and true or false for a boolean; null is SQL's. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? value : undefined;
}
