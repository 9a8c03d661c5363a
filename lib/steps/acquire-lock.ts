import { RunCommon } from '../domain/run/run-parts.ts';
import { IsolationBreached, LeverEngaged, RegionUnreachable } from '../domain/failure.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { engagedWords } from '../domain/run/safety-lever.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import type { LockGrant, LockRequest, Locks } from '../ports/locks.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { cannotBeAsked } from './step/cannot-be-asked.ts';
import { readLever } from './step/read-lever.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';
import { untilQuiet } from './step/until-quiet.ts';

export interface AcquireLockPorts extends StepPorts {
  /** Locks of the site that is to be lost. */
  readonly primaryLocks: Locks;
  readonly workflows: Workflows;
  readonly objects: Pick<Objects, 'get'>;
}

/**
 * Takes the locks of the sites that the run changes, in the order of the sites' names, so that two runs in opposite
 * directions meet at the same lock first. That of the recovery site is mandatory; the other one, where its
 * site cannot be asked, is recorded as not taken. When one is held by another run, what was taken is given back. A run that takes a lock from
 * another, or each of two from another one, waits until no call of those can have an effect any more.
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
      const { owner, generation } = grant;
      const [from, other] = await predecessors(ports, run, { grant, primary });
      return {
        key,
        owner,
        generation,
        takenOverFrom: from?.takenOverFrom ?? null,
        preempted: from?.preempted ?? null,
        site: sites.recovery.name,
        alsoTaken: 'generation' in primary ? [{ site, generation: primary.generation, ...other }] : [],
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
  { grant, primary }: Taken,
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
 * Whose locks these were, once nothing of them is under way any more: of the first that was taken over, and of the
 * primary site's where that one was another run's. Each has to be waited for.
 */
async function predecessors(
  ports: AcquireLockPorts,
  { handlerLimitSeconds }: RunCommon,
  { grant, primary }: Taken,
): Promise<readonly Predecessor[]> {
  const overs = [grant.takenOver, 'generation' in primary ? primary.takenOver : null];
  const found = await Promise.all(
    overs.map(
      async (over): Promise<Predecessor | null> =>
        over && {
          takenOverFrom: over.owner,
          preempted: await untilQuiet(ports, { over, handlerLimitSeconds }),
        },
    ),
  );
  const [first, ...others] = found.filter((one) => one !== null);
  return first ? [first, ...others.filter(({ takenOverFrom }) => takenOverFrom !== first.takenOverFrom)] : [];
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

interface Taken {
  readonly grant: LockGrant;
  readonly primary: Attempt;
}

type Predecessor = Pick<OutcomeOf<'AcquireLock'>, 'takenOverFrom' | 'preempted'>;

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
    if (!cannotBeAsked(request.scope, error) || !(error instanceof Error)) throw error;
    if (!(error instanceof RegionUnreachable) && (await isAnothers(locks, request))) throw error;
    return { unreachable: error.message };
  }
}

/** What failed may have been the question after the owner's end: a lock that another run is seen to hold is never passed by. */
async function isAnothers(locks: Locks, { key, owner }: LockRequest): Promise<boolean> {
  const holder = await locks.holder(key).catch(() => null);
  return holder !== null && holder.owner !== owner;
}
