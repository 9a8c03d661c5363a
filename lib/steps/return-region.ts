import { CleanUpIncomplete } from '../domain/failure.ts';
import { FailoverInput } from '../domain/run/failover-input.ts';
import type { LocatedDatabase } from '../domain/run/session-targets.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { ApplicationWriters } from '../ports/application-writers.ts';
import type { BackgroundJobs } from '../ports/background-jobs.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Disruption } from '../ports/disruption.ts';
import { hasDrained, isFenced } from './step/fence-in-force.ts';
import type { FenceReturnedPorts } from './step/fence-returned.ts';
import { locatedBy } from './step/located-by.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { untilNothingIsOnItsWay } from './step/on-its-way.ts';
import { preemptedRuns, type PreemptedRun } from './step/preempted-runs.ts';
import { mayBeBesideAnother, mayKeepClientsOut, promotedByAnother } from './step/promoted-by-another.ts';
import { disruptionSeen, experimentsOf, undoAll } from './step/run-experiments.ts';
import { type Promoter, settleOldPrimary } from './step/settle-old-primary.ts';
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

/**
 * Undoes the disruption and the conditions. If the replica was promoted meanwhile, by whomever, the old primary comes back behind the deferred fence:
 * login of every client role is revoked before a client is let in, and a client's login is probed. Of a run that it has
 * pre-empted it takes back what that one has withheld, stopped and closed as well. Idempotent.
 * @throws CleanUpIncomplete while the experiment has not ended, or the old primary cannot be fenced, AbortTooLate when
 * a replica was promoted, by this run or one that it pre-empted, and clients are not led to it, FenceNotLifted (to be retried) while RDS is at it.
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
      const preempted = await preemptedRuns(ports.record, context);
      const changers = [context, ...preempted.map(({ known }) => ({ ...context, ...known }))];
      await untilNothingIsOnItsWay(ports, context);
      const experiments = await experimentsOf(ports, context);
      const located = locatedFor(changers, experiments);
      // Decided while the old primary is still away: once back, it would take writes beside one that is promoted then.
      const promoted = await Promise.all(located.map((database) => whoPromoted(ports, context, database)));
      const inPlace = located.filter((_, index) => isKnown(promoted[index]));
      const isPromoted = inPlace.length > 0;
      await mustStillGoBack(context, {
        replicas: inPlace.map(({ replica }) => replica.instance),
        preempted: preempted.map(({ known }) => known),
      });
      const beforeUndo = await disruptionSeen(ports, context);
      await context.stillOwner();
      const experimentState = await undoAll(ports, experiments);
      const fencers = changers.filter(isFenced);
      const databases = await Promise.all(
        located.map((database, index) =>
          settleOldPrimary(ports, context, { database, promoted: promoted[index] ?? null, fencers, until }),
        ),
      );
      if (fencers.length > 0 && !isPromoted) await openGate(ports, context);
      const staysShut = isPromoted && (promoted.includes('this run') || mayKeepClientsOut(context));
      const jobsStarted = staysShut ? false : await startJobsAgain(ports, context, changers);
      // A change of roles that has promoted leaves more than this: a server to rebuild.
      const settled = preempted.filter(({ known }) => !isPromoted || !hasDrained(known));
      await tellSettled(ports, context, settled);
      return { experimentState, beforeUndo, databases, jobsStarted };
    },
  });
}

function isKnown(by: Promoter | null | undefined): boolean {
  return by === 'this run' || by === 'another';
}

/** For whoever asks later what became of a run that could settle nothing itself any more. */
async function tellSettled(
  { objects }: ReturnRegionPorts,
  { run: { run: by } }: Context,
  preempted: readonly PreemptedRun[],
): Promise<void> {
  await Promise.all(
    preempted.map(({ name }) => objects.put(runKeys.settledBy(name), JSON.stringify({ by }))),
  );
}

/**
 * Null where the replica is one still. What this run has asked for it knows of; of others it asks the databases. A real run
 * that has fenced nothing asks as well, so that it calls nothing as it was that is not: an answer that it does not
 * get then keeps it from nothing.
 */
async function whoPromoted(
  ports: ReturnRegionPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<Promoter | null> {
  if (await wasPromoted(ports, context, database)) return 'this run';
  if (context.undecided('PromoteReplica')) return null;
  const rests = mayBeBesideAnother(context);
  if (!rests && context.run.scope !== 'real') return null;
  const asked = promotedByAnother(ports, context, database).then((is) => (is ? 'another' : null));
  return rests ? asked : asked.catch(unlessUnknown);
}

function unlessUnknown(error: unknown): Promoter {
  if (error instanceof CleanUpIncomplete) return 'not known';
  throw error;
}

/** The application's writers go on where nothing was promoted. */
async function openGate({ writers }: ReturnRegionPorts, { run, seen }: Context): Promise<void> {
  const key = run.fence.writersKey;
  if (key === null) return;
  const { generation } = seen('AcquireLock');
  await writers.open({ key, site: run.sites.primary.name, run: run.run, generation });
}

function locatedFor(
  changers: readonly Context[],
  experiments: readonly unknown[],
): readonly LocatedDatabase[] {
  const isTouched =
    experiments.length > 0 || changers.some((one) => isFenced(one) || one.run.scope === 'real');
  return isTouched ? locatedBy(changers) : [];
}
