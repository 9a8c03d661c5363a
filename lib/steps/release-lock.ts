import { runKeys } from '../domain/run/run-keys.ts';
import type { Locks } from '../ports/locks.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import { StepEvent } from './step.ts';

export interface ReleaseLockPorts {
  readonly locks: Locks;
  readonly primaryLocks: Locks;
}

/** Frees the locks of the run, last of all. Idempotent; the record is sealed by now, so nothing is written to it. */
export function makeReleaseLock({ locks, primaryLocks }: ReleaseLockPorts) {
  return async (input: unknown): Promise<void> => {
    const { run, executionArn: owner, outcomes, dryRun } = StepEvent.parse(input);
    if (dryRun || outcomes['AcquireLock'] === undefined) return;
    const { generation, alsoTaken } = OUTCOMES.AcquireLock.parse(outcomes['AcquireLock']);
    const key = runKeys.lock(run.plan.name);
    const released = await Promise.allSettled([
      locks.release({ key, owner, generation }),
      ...alsoTaken.map((grant) => primaryLocks.release({ key, owner, generation: grant.generation })),
    ]);
    // Each is waited for before a failure is reported: a function that has ended finishes no call.
    for (const result of released) if (result.status === 'rejected') throw result.reason;
  };
}
