import type { OutcomeOf } from './outcomes.ts';

/** A run from which a lock was taken. */
export interface Predecessor {
  /** Of its execution. */
  readonly arn: string;
  /** How it was waited for; null where it had ended. */
  readonly preempted: OutcomeOf<'AcquireLock'>['preempted'];
}

/** From whom a run has taken its locks: from nobody, from one, or each of two from another. */
export function predecessorsOf(lock: OutcomeOf<'AcquireLock'>): readonly Predecessor[] {
  return [lock, ...lock.alsoTaken].flatMap(({ takenOverFrom, preempted = null }) =>
    typeof takenOverFrom === 'string' ? [{ arn: takenOverFrom, preempted }] : [],
  );
}
