import { ReplicaNotUsable } from '../../domain/failure.ts';
import { isTerminalStatus } from '../../domain/run/terminal-status.ts';
import type { DatabaseInstance } from '../../ports/databases.ts';

/**
 * To be asked when a replica could not be promoted, or has not been, yet: waiting for one that is gone is pointless.
 * @throws ReplicaNotUsable when its status is one that it never leaves by itself.
 */
export function mustBeUsable({ instance, status }: DatabaseInstance, cause: unknown): void {
  if (!isTerminalStatus(status)) return;
  const limit = 'a status from which it can be promoted, now or when it ends';
  throw new ReplicaNotUsable({ subject: instance, seen: `status ${status}`, limit, cause });
}
