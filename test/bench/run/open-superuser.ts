import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openClient } from '../bare/open-client.ts';
import type { BenchSandbox } from './bench-sandbox.ts';
import { commandOf } from './server-process.ts';

const ADMITTED_MS = 5_000;

/**
 * A session of the superuser, whom the sandbox as RDS hands out to nobody: the server's pg_hba.conf is made to trust it,
 * for what a bench does by hand alone, on a sandbox that is thrown away.
 */
export async function openSuperuser(
  sandbox: BenchSandbox,
  role: 'primary' | 'replica',
  database = 'postgres',
): Promise<pg.Client> {
  const instance = sandbox.instance(role);
  if (instance.pid === null) throw new Error(`the ${role} does not run`);
  admitSuperuser(instance.pid);
  const target = { ...sandbox.client(instance), user: 'rdsadmin', database };
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

function admitSuperuser(postmaster: number): void {
  const file = join(commandOf(postmaster).dataDir, 'pg_hba.conf');
  writeFileSync(file, `hostssl all rdsadmin 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`);
  process.kill(postmaster, 'SIGHUP');
}
