import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Locks } from '../../ports/locks.ts';
import { verifyLock } from './verify-lock.ts';

/** How long an answer of the lock counts as "right before": no step of the critical path asks twice. */
const OWNER_FOR_MS = 1_000;

interface OwnerPorts {
  readonly clock: Clock;
  readonly locks: Locks;
}

interface OwnerQuestion {
  readonly grantOf: () => OutcomeOf<'AcquireLock'> | null;
  /** Whether the state gives way when somebody wants the run to end. */
  readonly heeds: boolean;
}

/**
 * Asks, whenever it is called, whether the run still owns its lock. A run that took none owns nothing that another could
 * have taken over. @throws GenerationSuperseded, and RunAborted where the state heeds it
 */
export function ownerCheck({ clock, locks }: OwnerPorts, { grantOf, heeds }: OwnerQuestion) {
  let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;
  return async () => {
    const at = clock.now();
    const grant = grantOf();
    if (!grant) return;
    if (!asked || at - asked.at >= OWNER_FOR_MS * 1000)
      asked = { at, answer: verifyLock(locks, grant, heeds) };
    await asked.answer;
  };
}
