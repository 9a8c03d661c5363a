import { RunCommon } from '../domain/run/run-parts.ts';
import { IsolationBreached, LeverEngaged, PreemptionPending, RegionUnreachable } from '../domain/failure.ts';
import { type Instant, parseInstant } from '../domain/instant.ts';
import { lastCallMayActUntil } from '../domain/record/calls-in-flight.ts';
import { engagedWords } from '../domain/run/safety-lever.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import type { LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { lookUntil } from './step/look-until.ts';
import { readLever } from './step/read-lever.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** After its function's time-out a call may be under way for as long as a request may take. */
const REQUEST_LIMIT_SECONDS = 5;
/** A history is eventually consistent (GetExecutionHistory): it is believed once this time has passed. */
const HISTORY_SETTLES_MS = 1_000;
/** How long one call of this step watches; after it the workflow tries again. */
const WATCH_MS = 15_000;
const POLL_MS = 200;

export interface AcquireLockPorts extends StepPorts {
  /** Locks of the site that is to be lost. */
  readonly primaryLocks: Locks;
  readonly workflows: Workflows;
  readonly objects: Pick<Objects, 'get'>;
}

/**
 * Takes the locks of the sites that the run changes, in the order of the sites' names, so that two runs in opposite
 * directions meet at the same lock first. That of the recovery site is mandatory; one that cannot be reached is
 * recorded as not taken. When one is held by another run, what was taken is given back. A run that pre-empts another
 * waits until no call of that one can have an effect any more.
 * @throws LockHeld while another run on this plan is under way or not cleaned up, PreemptionPending (to be retried),
 * IsolationBreached when a run that moves the service says that it changes nothing.
 */
export function makeAcquireLock(ports: AcquireLockPorts) {
  return makeStep(ports, {
    state: 'AcquireLock',
    input: RunCommon,
    intent: ({ run }) => ({ key: runKeys.lock(run.plan.name, run.kind) }),
    act: async ({ run, event }) => {
      mayChange(run);
      const { scope, preempt } = run;
      // As the run was given: its ports are those of these sites, whichever way roles go.
      const { sites } = event.run;
      const key = runKeys.lock(run.plan.name, run.kind);
      const request = { key, run: run.run, owner: event.executionArn, scope, preempt };
      const site = sites.primary.name;
      const recoveryFirst = sites.recovery.name < site;
      const { grant, primary } = await (recoveryFirst ? takeRecoveryFirst : takePrimaryFirst)(ports, request);
      await mayBegin(ports, run, { grant, primary });
      const { owner, generation, takenOver } = grant;
      const over = takenOver ?? ('generation' in primary ? primary.takenOver : null);
      return {
        key,
        owner,
        generation,
        takenOverFrom: over?.owner ?? null,
        preempted: await untilQuiet(ports, run, over),
        site: sites.recovery.name,
        alsoTaken: 'generation' in primary ? [{ site, generation: primary.generation }] : [],
        notTaken: 'unreachable' in primary ? [{ site, reason: primary.unreachable }] : [],
      };
    },
  });
}

/**
 * The lever is looked at with the lock in hand: whoever pulls it engages it first and then ends what holds a lock. A real
 * failover is shown it before it starts, and pauses at it before it changes anything.
 */
async function mayBegin(
  { objects, locks, primaryLocks }: AcquireLockPorts,
  { scope, sites }: RunCommon,
  { grant, primary }: { readonly grant: LockGrant; readonly primary: Attempt },
): Promise<void> {
  if (scope === 'real') return;
  try {
    const seen = engagedWords(await readLever(objects));
    if (seen === null) return;
    const subject = `safety lever of ${sites.recovery.name}`;
    throw new LeverEngaged({
      subject,
      seen,
      limit: 'a lever that is disengaged: `npx muster lever release`',
    });
  } catch (error) {
    // In no outcome yet, they would be released by nobody.
    await locks.release(grant);
    if ('generation' in primary) await primaryLocks.release(primary);
    throw error;
  }
}

/** A move of the service changes the system itself: there is no isolated copy that it could be done on. */
function mayChange({ run, kind, scope }: RunCommon): void {
  if (scope !== 'isolated' || !takesSamples(kind)) return;
  throw new IsolationBreached({
    subject: `run ${run}`,
    seen: `a ${kind} of scope isolated, which changes what production uses`,
    limit: 'a rehearsal on a sandbox, or a drill whose plan says that it is live',
  });
}

/**
 * Waits for the end of what the pre-empted run has under way. Its later calls find the generation raised and are
 * refused; those from before have happened when this returns, so that the run's first action sees them.
 */
async function untilQuiet(
  { clock, workflows }: AcquireLockPorts,
  { handlerLimitSeconds }: RunCommon,
  over: LockGrant['takenOver'],
) {
  if (!over?.preemptedAt) return null;
  const raisedAt = parseInstant(over.preemptedAt);
  const deadline = clock.now() + WATCH_MS * 1000;
  const limits = { functionSeconds: handlerLimitSeconds, requestSeconds: REQUEST_LIMIT_SECONDS };
  await sleepUntil(clock, raisedAt + HISTORY_SETTLES_MS * 1000);
  const until = await lookUntil(clock, {
    look: async () => lastCallMayActUntil(await workflows.history(over.owner), limits),
    enough: (seen) => seen === null || clock.now() >= seen,
    deadline,
    everyMs: POLL_MS,
  });
  const now = clock.now();
  const waited = { run: over.run, at: over.preemptedAt, waitedSeconds: (now - raisedAt) / 1e6 };
  if (until === null) return { ...waited, because: 'its last call was answered' } as const;
  if (now >= until) return { ...waited, because: 'its last call can have no effect any more' } as const;
  throw stillInFlight(over.run, (until - now) / 1e6);
}

async function sleepUntil(clock: AcquireLockPorts['clock'], at: Instant): Promise<void> {
  const now = clock.now();
  if (now < at) await clock.sleep((at - now) / 1000);
}

function stillInFlight(run: string, seconds: number): PreemptionPending {
  const seen = `a call that is not answered and may have an effect for ${seconds.toFixed(0)} s more`;
  return new PreemptionPending({ subject: `run ${run}`, seen, limit: 'no call of the pre-empted run' });
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
