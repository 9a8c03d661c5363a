import { FailoverInput } from '../domain/run/failover-input.ts';
import { CleanUpIncomplete } from '../domain/failure.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { hasEnded } from '../domain/run/experiment-states.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption, ExperimentRef } from '../ports/disruption.ts';
import { lookUntil } from './step/look-until.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';

const RETURN_LIMIT_MS = 30_000;
const POLL_MS = 50;
const PROBE_LIMIT_MS = 2_000;
const FENCE_LIMIT_MS = 10_000;
/** How long a replica is watched whose promotion was asked for and never answered. */
const DECIDED_LIMIT_MS = 45_000;
const DECIDE_POLL_MS = 500;

export interface ReturnRegionPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly sessions: DatabaseLogins;
}

/**
 * Undoes the disruption and the conditions. If the replica was promoted meanwhile, the old primary comes back behind the deferred fence:
 * login of every client role is revoked before a client is let in, and a client's login is probed. Idempotent.
 * @throws CleanUpIncomplete while the experiment has not ended, or the old primary cannot be fenced.
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
      const { run, maybe } = context;
      const experiments = await experimentsOf(ports, context);
      const states = await Promise.all(experiments.map((experiment) => undo(ports, experiment)));
      const discovered = maybe('DiscoverDatabases');
      const located =
        discovered && (experiments.length > 0 || isFencedBySql(context))
          ? locateDatabases(run, discovered)
          : [];
      const databases = await Promise.all(located.map((database) => settle(ports, context, database)));
      return { experimentState: distinctStates(states), databases };
    },
  });
}

function distinctStates(states: readonly string[]): string {
  return states.length === 0 ? 'none' : [...new Set(states)].join(', ');
}

/** Leaves the old primary fenced if the replica took its place, and open to its clients if it did not. */
async function settle(
  ports: ReturnRegionPorts,
  context: StepContext,
  database: LocatedDatabase,
): Promise<Returned> {
  const promoted = await wasPromoted(ports, context, database);
  await context.stillOwner();
  if (promoted) return fenceReturned(ports, database);
  if (isFencedBySql(context)) return liftFence(ports, database);
  return leaveAsItWas(database);
}

/** Without a proof by receipt login was revoked by SQL, or may have been: a fence that failed half-way counts. */
function isFencedBySql({ undecided, maybe }: StepContext): boolean {
  if (undecided('FenceOldPrimary')) return true;
  return maybe('FenceOldPrimary')?.databases.some(({ proof }) => proof !== 'receipt') ?? false;
}

async function liftFence({ sessions }: ReturnRegionPorts, database: LocatedDatabase): Promise<Returned> {
  const { id, primary, primaryAddress, fencedRoles } = database;
  const cannot = (seen: string, cause?: unknown) => {
    const limit = 'login given back to its clients, since nothing was promoted';
    return new CleanUpIncomplete({ subject: primary.instance, seen, limit, cause });
  };
  if (!primaryAddress) throw cannot('its address is not known');
  const admitted = await sessions
    .admit(asOperator(database, primaryAddress), fencedRoles)
    .catch((error: Error) => {
      throw cannot(error.message, error);
    });
  const missing = fencedRoles.filter((role) => !admitted.includes(role));
  if (missing.length > 0) throw cannot(`still without login: ${missing.join(', ')}`);
  return { id, fence: 'lifted', rolesWithoutLogin: [], probe: 'nothing was promoted' };
}

/**
 * Every experiment of the run: those on record, and those that the injectors of both regions hold of it, because one
 * that failed half-way left no outcome.
 */
async function experimentsOf(
  { disruption }: ReturnRegionPorts,
  { run, maybe }: StepContext,
): Promise<readonly ExperimentRef[]> {
  const { primary, recovery } = run.sites;
  const injected = maybe('InjectDisruption');
  const applied = maybe('ApplyConditions');
  const known: readonly ExperimentRef[] = [
    ...(injected?.experiment ? [{ region: primary.region, experiment: injected.experiment }] : []),
    ...(applied?.experiments ?? []).map(({ region, experiment }) => ({ region, experiment })),
  ];
  // The faults of a drill that was pre-empted are nobody else's to undo.
  const preempted = maybe('AcquireLock')?.preempted?.run;
  if (injected && applied && preempted === undefined) return known;
  const regions = [...new Set([primary.region, recovery.region])];
  const held = await Promise.all(
    regions.map(async (region) => {
      const unfinished = await disruption.unfinished(region);
      const own = unfinished.filter(
        (found) => found.run === run.run || (found.run !== null && found.run === preempted),
      );
      return own.map(({ experiment }) => ({ region, experiment }));
    }),
  );
  const isKnown = ({ region, experiment }: ExperimentRef) =>
    known.some((other) => other.region === region && other.experiment === experiment);
  return [...known, ...held.flat().filter((found) => !isKnown(found))];
}

async function undo({ disruption, clock }: ReturnRegionPorts, ref: ExperimentRef): Promise<string> {
  await disruption.undo(ref);
  const { state } = await lookUntil(clock, {
    look: () => disruption.status(ref),
    enough: (status) => hasEnded(status.state),
    deadline: clock.now() + RETURN_LIMIT_MS * 1000,
    everyMs: POLL_MS,
  });
  if (hasEnded(state)) return state;
  const limit = `ended within ${RETURN_LIMIT_MS / 1000} s of the undo`;
  throw new CleanUpIncomplete({ subject: `experiment ${ref.experiment}`, seen: state, limit });
}

/**
 * A promotion that failed or was never answered may have happened all the same, and RDS goes on naming the source for
 * a while: such a replica is watched before it is taken for one that was not promoted.
 */
async function wasPromoted(
  { databases, clock }: ReturnRegionPorts,
  { undecided, maybe }: StepContext,
  { replica }: LocatedDatabase,
): Promise<boolean> {
  if (maybe('PromoteReplica') !== null) return true;
  const watchMs = undecided('PromoteReplica') ? DECIDED_LIMIT_MS : 0;
  const decidedAt = clock.now() + watchMs * 1000;
  const { source, status } = await lookUntil(clock, {
    look: () => databases.describe(replica),
    enough: (seen) => seen.source === null || (seen.status === 'available' && clock.now() >= decidedAt),
    deadline: decidedAt + watchMs * 1000,
    everyMs: DECIDE_POLL_MS,
  });
  // One that has not come to rest by then may still be promoted.
  return source === null || status !== 'available';
}

type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

function leaveAsItWas({ id }: LocatedDatabase): Returned {
  return { id, fence: 'not-needed', rolesWithoutLogin: [], probe: 'the replica was not promoted' };
}

async function fenceReturned({ sessions }: ReturnRegionPorts, database: LocatedDatabase): Promise<Returned> {
  const { id, primary, primaryAddress, fencedRoles } = database;
  if (!primaryAddress) return { id, fence: 'unproven', rolesWithoutLogin: [], probe: 'address not known' };
  const operator = asOperator(database, primaryAddress);
  const rolesWithoutLogin = await sessions
    .fence(operator, fencedRoles, FENCE_LIMIT_MS)
    .catch((error: Error) => {
      const limit = 'login revoked from its clients before one is let in';
      throw new CleanUpIncomplete({ subject: primary.instance, seen: error.message, limit, cause: error });
    });
  const probe = await sessions.probeLogin(asHeartbeat(database, primaryAddress), PROBE_LIMIT_MS);
  const complete = fencedRoles.every((role) => rolesWithoutLogin.includes(role));
  const fence = complete && probe.result === 'refused' ? 'proven' : 'unproven';
  return {
    id,
    fence,
    rolesWithoutLogin: [...rolesWithoutLogin],
    probe: `${probe.result}: ${probe.seen}`,
  } as const;
}
