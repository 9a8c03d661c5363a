import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from '../process/poll.ts';
import { signal } from '../process/signal.ts';
import type { AdminSession } from './admin-session.ts';

export interface StandbyProcess {
  readonly pid: number;
  readonly dataDir: string;
  readonly admin: AdminSession;
}

/**
 * Promotes as pg_promote(false) does: by its signal file and SIGUSR1 to the postmaster. Then the startup process is
 * woken every few milliseconds until it is out of recovery, because one that is waiting for its next attempt to
 * stream (wait event RecoveryRetrieveRetryInterval) would sleep that interval out.
 * @throws Error when the server is still in recovery after a minute.
 */
export async function promoteServer(standby: StandbyProcess): Promise<void> {
  writeFileSync(join(standby.dataDir, 'promote'), '');
  signal(standby.pid, 'SIGUSR1');
  const startup = await startupProcessOf(standby);
  const promoted = await poll(() => wake(standby, startup), { everyMs: 3, deadlineMs: 60_000 });
  if (!promoted)
    throw new Error(`the server in ${standby.dataDir} is still in recovery 60 s after its promotion`);
}

async function wake(standby: StandbyProcess, startup: number | undefined): Promise<true | undefined> {
  if ((await standby.admin.value('select pg_is_in_recovery()')) === 'false') return true;
  if (startup !== undefined) signal(startup, 'SIGHUP');
  return undefined;
}

/** The one child that replays WAL; it alone is woken, so that not every backend reads its configuration again. */
async function startupProcessOf({ admin }: StandbyProcess): Promise<number | undefined> {
  const pid = await admin.value("select pid::text from pg_stat_activity where backend_type = 'startup'");
  return pid === undefined ? undefined : Number(pid);
}
