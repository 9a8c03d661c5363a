import { RegionUnreachable, ThrottledUnknown } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseServers } from '../../ports/database-servers.ts';
import type { Databases, InstanceRef } from '../../ports/databases.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import { wordsOf } from './words-of.ts';

interface LookPorts {
  readonly clock: Clock;
  readonly databases: Pick<Databases, 'describe'>;
  readonly sessions: Pick<DatabaseServers, 'inRecovery' | 'state'>;
}

export const IN_RECOVERY = 'still in recovery';
/** A promotion that is done sooner needs no call more. */
const STATUS_AFTER_MS = 500;

/**
 * What the control plane says of a server that is still in recovery, asked once and beside the watch, and only of a
 * promotion that takes its time: it is no proof, and stands in the record to show that.
 */
export function statusWhileInRecovery({ databases, clock }: LookPorts, replica: InstanceRef) {
  let asked = false;
  let seen: string | null = null;
  const ask = async () => {
    seen = await databases.describe(replica).then(
      ({ status }) => status,
      () => null,
    );
  };
  return {
    seen: () => seen,
    note: (since: Instant): void => {
      if (asked || clock.now() - since < STATUS_AFTER_MS * 1000) return;
      asked = true;
      void ask();
    },
  };
}

/** RDS restarts an instance that it promotes: until the server is back, its silence is no failure. */
export async function outOfRecovery({ sessions }: LookPorts, target: SessionTarget) {
  try {
    if (await sessions.inRecovery(target)) return IN_RECOVERY;
    return await sessions.state(target);
  } catch (error) {
    return `no answer: ${wordsOf(error)}`;
  }
}

/** A control plane that throttles or is silent for a moment has said nothing: it is asked again with the next look. */
export async function withoutSource({ databases }: LookPorts, replica: InstanceRef) {
  try {
    const instance = await databases.describe(replica);
    return instance.source === null ? instance : 'a replication source still named';
  } catch (error) {
    if (!(error instanceof ThrottledUnknown || error instanceof RegionUnreachable)) throw error;
    return `no answer: ${error.seen}`;
  }
}
