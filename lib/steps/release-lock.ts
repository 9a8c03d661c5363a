import { OUTCOMES } from '../domain/record/outcomes.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { RunCommon } from '../domain/run/run-parts.ts';
import type { Locks } from '../ports/locks.ts';
import { cannotBeAsked } from './step/cannot-be-asked.ts';
import { StepEvent } from './step/step-event.ts';

export interface ReleaseLockPorts {
  readonly locks: Locks;
  readonly primaryLocks: Locks;
}

/**
 * Frees every lock that this execution holds, last of all. What it holds is asked of the locks and not of the record,
 * since a step that died after it took one left no outcome, or one of a second
 * delivery that could not reach what the first had taken. Idempotent; the record is sealed by now.
 */
export function makeReleaseLock({ locks, primaryLocks }: ReleaseLockPorts) {
  return async (input: unknown): Promise<void> => {
    const { run, executionArn: owner, outcomes, dryRun } = StepEvent.parse(input);
    if (dryRun) return;
    const taken = outcomes['AcquireLock'];
    const notTaken = taken === undefined ? [] : OUTCOMES.AcquireLock.parse(taken).notTaken;
    const isPrimaryOurs = notTaken.every(({ site }) => site !== run.sites.primary.name);
    const key = runKeys.lock(run.plan.name, run.kind);
    const known = { scope: run.scope, isTaken: taken !== undefined, isPrimaryOurs };
    const released = await Promise.allSettled([
      releaseOwn(locks, key, owner),
      releaseOwn(primaryLocks, key, owner).catch(unlessLost(known)),
    ]);
    // Each is waited for before a failure is reported: a function that has ended finishes no call.
    for (const result of released) if (result.status === 'rejected') throw result.reason;
  };
}

/**
 * Where the primary region is silent, a run that did not get its lock there has nothing to free that it knows of, nor has
 * a real run that got no lock at all: whoever waits for its refusal is told at once. What is there all the same is free
 * by the run's end and clean-up.
 */
function unlessLost(known: { scope: RunCommon['scope']; isTaken: boolean; isPrimaryOurs: boolean }) {
  const isRefused = known.scope === 'real' && !known.isTaken;
  return (error: unknown): void => {
    if ((known.isPrimaryOurs && !isRefused) || !cannotBeAsked(known.scope, error)) throw error;
  };
}

async function releaseOwn(locks: Locks, key: string, owner: string): Promise<void> {
  const holder = await locks.holder(key);
  if (holder?.owner === owner) await locks.release(holder);
}
