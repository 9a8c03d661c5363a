import { RegionUnreachable } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import { makeStep, type StepPorts } from './step.ts';

export interface AcquireLockPorts extends StepPorts {
  /** Locks of the site that is to be lost. */
  readonly primaryLocks: Locks;
}

/**
 * Takes the locks of the sites that the run changes, in the order of the sites' names, so that two runs in opposite
 * directions meet at the same lock first. That of the recovery site is mandatory; one that cannot be reached is
 * recorded as not taken. When one is held by another run, what was taken is given back.
 * @throws LockHeld while another run on this plan is under way or not cleaned up.
 */
export function makeAcquireLock(ports: AcquireLockPorts) {
  return makeStep(ports, {
    state: 'AcquireLock',
    intent: ({ run }) => ({ key: runKeys.lock(run.plan.name) }),
    act: async ({ run, event }) => {
      const request = { key: runKeys.lock(run.plan.name), run: run.run, owner: event.executionArn };
      const site = run.sites.primary.name;
      const recoveryFirst = run.sites.recovery.name < site;
      const { grant, primary } = await (recoveryFirst ? takeRecoveryFirst : takePrimaryFirst)(ports, request);
      return {
        ...grant,
        site: run.sites.recovery.name,
        alsoTaken: 'generation' in primary ? [{ site, generation: primary.generation }] : [],
        notTaken: 'unreachable' in primary ? [{ site, reason: primary.unreachable }] : [],
      };
    },
  });
}

async function takeRecoveryFirst({ locks, primaryLocks }: AcquireLockPorts, request: LockRequest) {
  const grant = await locks.acquire(request);
  const next = () => acquireIfReachable(primaryLocks, request);
  return { grant, primary: await orGiveBack(locks, grant, next) };
}

async function takePrimaryFirst({ locks, primaryLocks }: AcquireLockPorts, request: LockRequest) {
  const primary = await acquireIfReachable(primaryLocks, request);
  return { grant: await orGiveBack(primaryLocks, primary, () => locks.acquire(request)), primary };
}

type Attempt = LockGrant | { unreachable: string };

/** A lock of a run whose AcquireLock failed stands in no outcome, so nobody would release it. */
async function orGiveBack<T>(locks: Locks, taken: Attempt, next: () => Promise<T>): Promise<T> {
  try {
    return await next();
  } catch (error) {
    if ('generation' in taken) await locks.release(taken).catch(() => undefined);
    throw error;
  }
}

async function acquireIfReachable(locks: Locks, request: LockRequest): Promise<Attempt> {
  try {
    return await locks.acquire(request);
  } catch (error) {
    if (error instanceof RegionUnreachable) return { unreachable: error.message };
    throw error;
  }
}
