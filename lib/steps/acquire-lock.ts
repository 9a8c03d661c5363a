import { runKeys } from '../domain/run/run-keys.ts';
import type { Locks } from '../ports/locks.ts';
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
      const primary = run.sites.primary.name;
      const [other] = await Promise.allSettled([ports.primaryLocks.acquire(request)]);
      if (other.status === 'rejected' && other.reason.name !== 'RegionUnreachable') throw other.reason;
      return {
        ...grant,
        site: run.sites.recovery.name,
        alsoTaken:
          other.status === 'fulfilled' ? [{ site: primary, generation: other.value.generation }] : [],
        notTaken: other.status === 'rejected' ? [{ site: primary, reason: other.reason.message }] : [],
      };
    },
  });
}
