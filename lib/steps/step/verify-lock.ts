import { RunAborted } from '../../domain/failure.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { Locks } from '../../ports/locks.ts';

/**
 * Asks whether a run still holds its lock, and whether it is to go on, where its state heeds that.
 * @throws GenerationSuperseded, RunAborted
 */
export async function verifyLock(
  locks: Locks,
  grant: OutcomeOf<'AcquireLock'>,
  heeds: boolean,
): Promise<void> {
  await locks.verify(grant).catch((error: unknown) => {
    if (heeds || !(error instanceof RunAborted)) throw error;
  });
}
