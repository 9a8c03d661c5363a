import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openClient } from '../bare/open-client.ts';
import type { BenchSandbox } from '../run/bench-sandbox.ts';

const ADMITTED_MS = 5_000;

/** A session on the standby that may promote it. */
export interface PromoterSession {
  /** pg_promote(false), and then a look every turn of the loop until the server is out of recovery. */
  promote(): Promise<void>;
  close(): void;
}

/**
 * Opens the session beforehand. pg_promote() is for superusers, whom the sandbox as RDS hands out to nobody, so the
 * standby's pg_hba.conf is made to trust its own one: for the floor alone, on a sandbox that is thrown away.
 */
export async function openPromoterSession(sandbox: BenchSandbox): Promise<PromoterSession> {
  const replica = sandbox.instance('replica');
  if (replica.pid === null) throw new Error('the replica does not run');
  admitSuperuser(replica.pid);
  const client = await whenAdmitted(sandbox);
  return {
    promote: async () => {
      await client.query('select pg_promote(false)');
      while (await isInRecovery(client)) await sleep(1);
    },
    close: () => client.connection.stream.destroy(),
  };
}

function admitSuperuser(postmaster: number): void {
  const [, , dataDir = ''] = readFileSync(`/proc/${postmaster}/cmdline`, 'utf8').split('\0');
  const file = join(dataDir, 'pg_hba.conf');
  writeFileSync(file, `hostssl all rdsadmin 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`);
  process.kill(postmaster, 'SIGHUP');
}

async function whenAdmitted(sandbox: BenchSandbox): Promise<pg.Client> {
  const target = { ...sandbox.client(sandbox.instance('replica')), user: 'rdsadmin', database: 'postgres' };
  const deadline = performance.now() + ADMITTED_MS;
  for (;;) {
    try {
      return await openClient(target, { unansweredMs: ADMITTED_MS, onAnswer: () => undefined });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(20);
    }
  }
}

async function isInRecovery(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  return rows[0]?.standby !== false;
}
