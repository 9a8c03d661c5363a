import { conflictingRun } from '../domain/brief/conflicting-run.ts';
import { LockHeld } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import type { LockRequest } from '../ports/locks.ts';
import { holderOnRecord } from './clean-up-on-record.ts';
import type { LockObject, TakenOver } from './lock-object.ts';
import type { ObjectLocksPorts } from './object-locks.ts';

/**
 * Whether a held lock may be taken from its owner: after its end and a clean clean-up by anyone, before that by a
 * real failover alone, from a drill or from another that came to its end and could not settle what it left.
 * @throws LockHeld
 */
export async function takeOver(
  { objects, records = objects, statusOf, now }: ObjectLocksPorts,
  { key, scope, preempt }: LockRequest,
  held: LockObject,
): Promise<TakenOver> {
  const { owner, run } = held;
  const [status, onRecord] = await Promise.all([
    statusOfOwner(statusOf, owner),
    holderOnRecord(records, run),
  ]);
  const { effect } = conflictingRun({ run, scope: held.scope, status, ...onRecord });
  if (effect === 'over') return { owner, run, preemptedAt: null };
  if (preempt && scope === 'real' && effect === 'pre-empted')
    return { owner, run, preemptedAt: formatInstant(now()) };
  const also = preempt ? `; pre-emption of a ${held.scope} run by a ${scope} one was refused` : '';
  throw new LockHeld({
    subject: key,
    seen: `run ${run} (${status ?? 'its execution is not known here'}, ${onRecord.cleanUp})${also}`,
    limit: `a lock that is free, or whose run has ended and cleaned up; \`npx muster clean\` finishes a run that ended without`,
  });
}

/** A lock that a person has taken, with the printed runbook, names no execution. */
function statusOfOwner(statusOf: ObjectLocksPorts['statusOf'], owner: string): Promise<string | null> | null {
  return owner.startsWith('arn:') ? statusOf(owner) : null;
}
