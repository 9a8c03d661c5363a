import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminSession } from '../postgres/admin-session.ts';
import { poll } from '../process/poll.ts';
import type { FaultTools } from './fault-tools.ts';

/** How long a replica may take to say what it has: one that is frozen says nothing. */
const PATIENCE_MS = 1_000;

/**
 * Writes down what had crossed each link of the region: the last WAL that the replica has received, the bytes that
 * were handed to it, those that are still on their way, and those that were when a link was cut and never cross.
 */
export async function noteCrossed({ region, truth }: Pick<FaultTools, 'region' | 'truth'>): Promise<void> {
  for (const { source, replica, gateway, shaper } of region.links) {
    const admin = replica.running?.admin;
    const lsn = admin && (await Promise.race([receivedLsn(admin), patience()]));
    if (!lsn) continue;
    truth.append('wal-received', {
      source: source.config.id,
      replica: replica.config.id,
      lsn,
      bytesCrossed: gateway.bytesForwarded(),
      bytesOnTheWay: shaper.bytesHeld(),
      bytesNeverCrossed: shaper.bytesNeverCrossed(),
    });
  }
}

/** The WAL receiver may still be writing what its socket holds: the same answer twice is the last one. */
async function receivedLsn(admin: AdminSession): Promise<string | undefined> {
  let last: string | undefined;
  const ask = async () => {
    const now = await admin.value('select pg_last_wal_receive_lsn()').catch(() => undefined);
    const settled = now !== undefined && now === last ? now : undefined;
    last = now;
    return settled;
  };
  return (await poll(ask, { everyMs: 10, deadlineMs: PATIENCE_MS })) ?? last;
}

function patience(): Promise<undefined> {
  return sleep(PATIENCE_MS * 2, undefined, { ref: false });
}
