import { FailoverInput } from '../domain/run/failover-input.ts';
import { CleanUpIncomplete } from '../domain/failure.ts';
import type { Instant } from '../domain/instant.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import type { ApplicationWriters } from '../ports/application-writers.ts';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Disruption } from '../ports/disruption.ts';
import { isFenced, isOutOfReach } from './step/fence-in-force.ts';
import { instanceIfBack } from './step/fence-if-back.ts';
import { fenceReturned, type FenceReturnedPorts } from './step/fence-returned.ts';
import { liftFence } from './step/lift-fence.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { untilNothingIsOnItsWay } from './step/on-its-way.ts';
import { mayBeBesideAnother, mayKeepClientsOut, promotedByAnother } from './step/promoted-by-another.ts';
import { mayComeYet } from './step/rungs-to-come.ts';
import { disruptionSeen, experimentsOf, undoAll } from './step/run-experiments.ts';
import { mustStillGoBack, startJobsAgain } from './step/way-back.ts';
import { wasPromoted } from './step/was-promoted.ts';

/** Of the state's 150 s: what RDS is still at then is for the next call, and this one ends by itself. */
const LIFT_BUDGET_MS = 100_000;

export interface ReturnRegionPorts extends StepPorts, FenceReturnedPorts {
  readonly disruption: Disruption;
  readonly sessions: FenceReturnedPorts['sessions'] & Pick<DatabaseServers, 'inRecovery'>;
  readonly writers: ApplicationWriters;
  readonly jobs: BackgroundJobs;
}

type Context = StepContext<FailoverInput>;
type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

/**
 * Undoes the disruption and the conditions. If the replica was promoted meanwhile, by whomever, the old primary comes back behind the deferred fence:
 * login of every client role is revoked before a client is let in, and a client's login is probed. Idempotent.
 * @throws CleanUpIncomplete while the experiment has not ended, or the old primary cannot be fenced, AbortTooLate when
 * a replica was promoted and clients are not led to it, FenceNotLifted (to be retried) while RDS is at it.
 */
export function makeReturnRegion(ports: ReturnRegionPorts) {
  return makeStep(ports, {
    state: 'ReturnRegion',
    input: FailoverInput,
    intent: ({ maybe }) => ({
      experiment: maybe('InjectDisruption')?.experiment ?? null,
      conditions: maybe('ApplyConditions')?.experiments.map(({ experiment }) => experiment) ?? [],
    }),
    act: async (context) => {
      const until = ports.clock.now() + LIFT_BUDGET_MS * 1000;
      await untilNothingIsOnItsWay(ports, context);
      const experiments = await experimentsOf(ports, context);
      const located = locatedFor(context, experiments);
      // Decided while the old primary is still away: once back, it would take writes beside one that is promoted then.
      const promoted = await Promise.all(located.map((database) => whoPromoted(ports, context, database)));
      const isPromoted = promoted.some((by) => by !== null);
      const replicas = located.map(({ replica }) => replica.instance);
      await mustStillGoBack(
        context,
        replicas.filter((_, index) => promoted[index] !== null),
      );
      const beforeUndo = await disruptionSeen(ports, context);
      await context.stillOwner();
      const experimentState = await undoAll(ports, experiments);
      const databases = await Promise.all(
        located.map((database, index) =>
          settle(ports, context, { database, promoted: promoted[index] ?? null, until }),
        ),
      );
      if (isFenced(context) && !isPromoted) await openGate(ports, context);
      const jobsStarted = isPromoted ? false : await startJobsAgain(ports, context);
      return { experimentState, beforeUndo, databases, jobsStarted };
    },
  });
}

type Promoter = 'this run' | 'another';

/** Null where the replica is one still. What this run has asked for it knows of; of others it asks the databases. */
async function whoPromoted(
  ports: ReturnRegionPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<Promoter | null> {
  if (await wasPromoted(ports, context, database)) return 'this run';
  if (context.undecided('PromoteReplica') || !mayBeBesideAnother(context)) return null;
  return (await promotedByAnother(ports, context, database)) ? 'another' : null;
}

/** The application's writers go on where nothing was promoted. */
async function openGate({ writers }: ReturnRegionPorts, { run, seen }: Context): Promise<void> {
  const key = run.fence.writersKey;
  if (key === null) return;
  const { generation } = seen('AcquireLock');
  await writers.open({ key, site: run.sites.primary.name, run: run.run, generation });
}

function locatedFor(context: Context, experiments: readonly unknown[]): readonly LocatedDatabase[] {
  const discovered = context.maybe('DiscoverDatabases');
  const isTouched = experiments.length > 0 || isFenced(context) || context.run.scope === 'real';
  return discovered && isTouched
    ? locateDatabases(context.run, discovered).map((one) => foundAgain(context, one))
    : [];
}

/** One that was silent at discovery and had come back before the promotion, where it stood then. */
function foundAgain({ maybe }: Context, database: LocatedDatabase): LocatedDatabase {
  const back = maybe('DeferFence')?.back.find(({ id }) => id === database.id);
  if (!back) return database;
  const { securityGroups, ...primaryAddress } = back.address;
  return { ...database, primaryAddress, securityGroups };
}

interface Settled {
  readonly database: LocatedDatabase;
  readonly promoted: Promoter | null;
  /** Of lifting a fence. */
  readonly until: Instant;
}

/** Leaves the old primary fenced if the replica took its place, and open to its clients if it did not. */
async function settle(
  ports: ReturnRegionPorts,
  context: Context,
  { database, promoted, until }: Settled,
): Promise<Returned> {
  await context.stillOwner();
  if (promoted === 'another' && !mayKeepClientsOut(context)) return leaveBeside(database);
  if (promoted !== null)
    return promoted === 'this run' && isDeferred(context, database)
      ? deferred(ports, context, database)
      : fenceReturned(ports, context, database);
  if (!isFenced(context)) return leaveAsItWas(database);
  const reached = await withinReach(ports, context, database);
  if (!reached) return leaveAsItWas(database);
  await liftFence(ports, {
    database: reached,
    fence: context.run.fence,
    mayComeYet: mayComeYet(context, database.id),
    until,
    stillOwner: context.stillOwner,
  });
  return {
    id: database.id,
    fence: 'lifted',
    rolesWithoutLogin: [],
    probe: 'nothing was promoted',
    attempts: [],
  };
}

/** A real loss whose fence was accepted without proof has an execution of its own that fences the primary on return. */
function isDeferred({ run, maybe }: Context, { id }: LocatedDatabase): boolean {
  const fenced = maybe('FenceOldPrimary')?.databases.find((database) => database.id === id);
  return run.scope === 'real' && fenced?.proof === 'none';
}

/** One that is there again is fenced now; of one that is not the deferred fence takes care. */
async function deferred(
  ports: ReturnRegionPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<Returned> {
  const { id } = database;
  const later = (probe: string): Returned => {
    return { id, fence: 'deferred', rolesWithoutLogin: [], probe, attempts: [], secondLook: null };
  };
  if (!database.primaryAddress) return later('its region does not answer');
  return fenceReturned(ports, context, database).catch((error: unknown) => {
    if (error instanceof CleanUpIncomplete) return later(error.seen);
    throw error;
  });
}

/**
 * The old primary as the fence is to be taken back from; null where nothing was sent to it. A fence that was deferred
 * waits for the promotion to be asked for, and may have found it before the run turned back.
 */
async function withinReach(
  ports: ReturnRegionPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<LocatedDatabase | null> {
  if (!isOutOfReach(context, database)) return database;
  if (context.maybe('DeferFence') === null && !context.undecided('DeferFence')) return null;
  const seen = await instanceIfBack(ports, database.primary);
  return seen && { ...database, primaryAddress: { host: seen.host, port: seen.port } };
}

/** Nothing of this run keeps the old primary from its clients, and to fence what serves is for no run that goes back. */
function leaveBeside({ id }: LocatedDatabase): Returned {
  const probe = 'its replica was promoted, not by this run, which has fenced nothing';
  return { id, fence: 'unproven', rolesWithoutLogin: [], probe, attempts: [], secondLook: null };
}

function leaveAsItWas({ id }: LocatedDatabase): Returned {
  return {
    id,
    fence: 'not-needed',
    rolesWithoutLogin: [],
    probe: 'the replica was not promoted',
    attempts: [],
  };
}
