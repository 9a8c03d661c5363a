import type pg from 'pg';
import { openClient } from '../bare/open-client.ts';
import type { BenchSandbox } from './bench-sandbox.ts';

const OPEN_MS = 5_000;

/** A session of the database's owner, for as long as `use` takes. */
export async function withOperator<T>(
  sandbox: BenchSandbox,
  address: { readonly host: string; readonly port: number },
  use: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const limits = { unansweredMs: OPEN_MS, onAnswer: () => undefined };
  const client = await openClient(sandbox.operator(address), limits);
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
