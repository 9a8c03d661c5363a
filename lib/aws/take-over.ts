import { LockHeld } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { LockRequest } from '../ports/locks.ts';
import { cleanUpOnRecord } from './clean-up-on-record.ts';
import type { LockObject, TakenOver } from './lock-object.ts';
import type { ObjectLocksPorts } from './object-locks.ts';

/**
 * Whether a held lock may be taken from its owner: after its end and a clean clean-up by anyone, before that by a
 * real failover from a drill alone.
 * @throws LockHeld
 */
export async function takeOver(
  { objects, records = objects, statusOf, now }: ObjectLocksPorts,
  { key, scope, preempt }: LockRequest,
  held: LockObject,
): Promise<TakenOver> {
  const { owner, run } = held;
  const [status, cleaned] = await Promise.all([
    statusOfOwner(statusOf, owner),
    cleanUpOnRecord(records, run),
  ]);
  if (status !== null && status !== 'RUNNING' && cleaned === 'cleaned up') {
    return { owner, run, preemptedAt: null };
  }
  if (preempt && scope === 'real' && held.scope !== 'real') {
    return { owner, run, preemptedAt: formatInstant(now()) };
  }
  const also = preempt ? `; pre-emption of a ${held.scope} run by a ${scope} one was refused` : '';
  throw new LockHeld({
    subject: key,
    seen: `run ${run} (${status ?? 'its execution is not known here'}, ${cleaned})${also}`,
    limit: `a lock that is free, or whose run has ended and cleaned up; \`npx muster clean\` finishes a run that ended without`,
  });
}

/** A lock that a person has taken, with the printed runbook, names no execution. */
function statusOfOwner(statusOf: ObjectLocksPorts['statusOf'], owner: string): Promise<string | null> | null {
  return owner.startsWith('arn:') ? statusOf(owner) : null;
}
