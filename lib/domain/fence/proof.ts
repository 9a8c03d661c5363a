import type { FenceAttempt } from '../record/fence-outcomes.ts';
import { FENCE_RUNGS, type FenceRung, RUNG_RULES } from './rung.ts';

type Attempts = readonly Pick<FenceAttempt, 'rung' | 'result'>[];

/**
 * The rung by which a fence is proven, of the attempts alone; null without a proof. It takes a rung that holds and was
 * carried out for every client role, a new connection that is not let in, and a session from before that the server
 * ended. The probes are one client's: they speak for all of them only because of the rung.
 */
export function provenBy(attempts: Attempts): FenceRung | null {
  if (!isProven(attempts, 'open-session')) return null;
  const found = FENCE_RUNGS.find((rung) => isProven(attempts, rung) && isShut(attempts, rung));
  return found ?? null;
}

/** What a proof lacks, in words; empty when nothing. */
export function missingProof(attempts: Attempts): string {
  if (provenBy(attempts) !== null) return '';
  const shut = FENCE_RUNGS.some((rung) => isProven(attempts, rung) && isShut(attempts, rung));
  if (!shut && !isProven(attempts, 'probe')) return 'no probe of it was refused';
  if (!isProven(attempts, 'open-session')) return 'no session from before the fence was seen to end';
  return 'login was not revoked from every client';
}

function isShut(attempts: Attempts, rung: FenceRung): boolean {
  const { holds, newConnection } = RUNG_RULES[rung];
  if (!holds) return false;
  if (isProven(attempts, 'probe')) return true;
  return (
    newConnection === 'no-way-in' &&
    attempts.some((one) => one.rung === 'probe' && one.result === 'unreachable')
  );
}

function isProven(attempts: Attempts, wanted: FenceAttempt['rung']): boolean {
  return attempts.some(({ rung, result }) => rung === wanted && result === 'proven');
}
