import { RegionUnreachable } from '../domain/failure.ts';
import { OUTCOMES } from '../domain/record/outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Locks } from '../ports/locks.ts';
import { StepEvent } from './step/make-step.ts';

export interface ReleaseLockPorts {
  readonly locks: Locks;
  readonly primaryLocks: Locks;
}

/**
 * Frees every lock that this execution holds, last of all. What it holds is asked of the locks and not of the record,
 * since a step that died after it took one left no outcome. Idempotent; the record is sealed by now.
 */
export function makeReleaseLock({ locks, primaryLocks }: ReleaseLockPorts) {
  return async (input: unknown): Promise<void> => {
    const { run, executionArn: owner, outcomes, dryRun } = StepEvent.parse(input);
    if (dryRun) return;
    const taken = outcomes['AcquireLock'];
    const notTaken = taken === undefined ? [] : OUTCOMES.AcquireLock.parse(taken).notTaken;
    const isPrimaryOurs = notTaken.every(({ site }) => site !== run.sites.primary.name);
    const key = runKeys.lock(run.plan.name, run.kind);
    const released = await Promise.allSettled([
      releaseOwn(locks, key, owner),
      ...(isPrimaryOurs ? [releaseOwn(primaryLocks, key, owner).catch(unlessLost(run, taken))] : []),
    ]);
    // Each is waited for before a failure is reported: a function that has ended finishes no call.
    for (const result of released) if (result.status === 'rejected') throw result.reason;
  };
}

/**
 * A real run that got no lock at all, and whose primary region is silent, has nothing there to free that it knows of;
 * whoever waits for its refusal is told at once. What is there all the same is free by the run's end and clean-up.
 */
function unlessLost({ scope }: { readonly scope: string }, taken: unknown) {
  return (error: unknown): void => {
    if (scope !== 'real' || taken !== undefined || !(error instanceof RegionUnreachable)) throw error;
  };
}

async function releaseOwn(locks: Locks, key: string, owner: string): Promise<void> {
  const holder = await locks.holder(key);
  if (holder?.owner === owner) await locks.release(holder);
}
