import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { BenchSandbox } from '../run/bench-sandbox.ts';
import { openSuperuser } from '../run/open-superuser.ts';

/** A session on the standby that may promote it. */
export interface PromoterSession {
  /** pg_promote(false), and then a look every turn of the loop until the server is out of recovery. */
  promote(): Promise<void>;
  close(): void;
}

/** Opens the session beforehand. pg_promote() is for superusers. */
export async function openPromoterSession(sandbox: BenchSandbox): Promise<PromoterSession> {
  const client = await openSuperuser(sandbox, 'replica');
  return {
    promote: () => promote(client),
    close: () => client.connection.stream.destroy(),
  };
}

/** Promotes a standby; resolves when it is out of recovery. */
export async function promote(client: pg.Client): Promise<void> {
  await client.query('select pg_promote(false)');
  while (await isInRecovery(client)) await sleep(1);
}

async function isInRecovery(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  return rows[0]?.standby !== false;
}
