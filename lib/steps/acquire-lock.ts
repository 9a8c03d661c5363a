import { RegionUnreachable } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import { makeStep, type StepPorts } from './step.ts';

export interface AcquireLockPorts extends StepPorts {
  /** Locks of the site that is to be lost. */
  readonly primaryLocks: Locks;
}

/**
 * Takes the locks of the sites that the run changes. That of the recovery site is mandatory; one that cannot be
 * reached is recorded as not taken.
 * @throws LockHeld while another run on this plan is under way or not cleaned up.
 */
export function makeAcquireLock(ports: AcquireLockPorts) {
  return makeStep(ports, {
    state: 'AcquireLock',
    intent: ({ run }) => ({ key: runKeys.lock(run.plan.name) }),
    act: async ({ run, event }) => {
      const request = { key: runKeys.lock(run.plan.name), run: run.run, owner: event.executionArn };
      const grant = await ports.locks.acquire(request);
      const primary = await acquireIfReachable(ports.primaryLocks, request);
      const site = run.sites.primary.name;
      return {
        ...grant,
        site: run.sites.recovery.name,
        alsoTaken: 'generation' in primary ? [{ site, generation: primary.generation }] : [],
        notTaken: 'unreachable' in primary ? [{ site, reason: primary.unreachable }] : [],
      };
    },
  });
}

async function acquireIfReachable(
  locks: Locks,
  request: LockRequest,
): Promise<LockGrant | { unreachable: string }> {
  try {
    return await locks.acquire(request);
  } catch (error) {
    if (error instanceof RegionUnreachable) return { unreachable: error.message };
    throw error;
  }
}
