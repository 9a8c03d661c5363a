import { CleanUpIncomplete } from '../../domain/failure.ts';
import type { Instant } from '../../domain/instant.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { LocatedDatabase } from '../../domain/run/session-targets.ts';
import { isOutOfReach } from './fence-in-force.ts';
import { instanceIfBack } from './fence-if-back.ts';
import { fenceReturned, type FenceReturnedPorts } from './fence-returned.ts';
import { liftFence } from './lift-fence.ts';
import type { StepContext, StepPorts } from './make-step.ts';
import { mayKeepClientsOut } from './promoted-by-another.ts';
import { mayComeYet } from './rungs-to-come.ts';

type SettlePorts = StepPorts & FenceReturnedPorts;
type Context = StepContext<FailoverInput>;
type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

/** Who has promoted a replica. */
export type Promoter = 'this run' | 'another' | 'not known';

export interface Unsettled {
  readonly database: LocatedDatabase;
  /** Null where it is a replica still. Not known only where nothing hangs on it: there is nothing to take back. */
  readonly promoted: Promoter | null;
  /** Of the run itself, and of those that it has pre-empted, which have fenced: that is to be taken back. */
  readonly fencers: readonly Context[];
  /** Of lifting a fence. */
  readonly until: Instant;
}

/**
 * Leaves the old primary fenced if the replica took its place, and open to its clients if it did not.
 * @throws CleanUpIncomplete while it cannot be fenced or given back, FenceNotLifted (to be retried) while RDS is at it
 */
export async function settleOldPrimary(
  ports: SettlePorts,
  context: Context,
  { database, promoted, fencers, until }: Unsettled,
): Promise<Returned> {
  await context.stillOwner();
  if (promoted === 'not known') return leaveUnseen(database);
  if (promoted === 'another' && !mayKeepClientsOut(context)) return leaveBeside(database);
  if (promoted !== null)
    return promoted === 'this run' && isDeferred(context, database)
      ? deferred(ports, context, database)
      : fenceReturned(ports, context, database);
  const reached = await withinReach(ports, fencers, database);
  if (!reached) return leaveAsItWas(database);
  await liftFence(ports, {
    database: reached,
    fence: context.run.fence,
    mayComeYet: fencers.some((fencer) => mayComeYet(fencer, database.id)),
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
async function deferred(ports: SettlePorts, context: Context, database: LocatedDatabase): Promise<Returned> {
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
  ports: SettlePorts,
  fencers: readonly Context[],
  database: LocatedDatabase,
): Promise<LocatedDatabase | null> {
  if (fencers.some((fencer) => !isOutOfReach(fencer, database))) return database;
  if (!fencers.some(({ maybe, undecided }) => maybe('DeferFence') !== null || undecided('DeferFence')))
    return null;
  const seen = await instanceIfBack(ports, database.primary);
  return seen && { ...database, primaryAddress: { host: seen.host, port: seen.port } };
}

/** Nothing of this run keeps the old primary from its clients, and to fence what serves is for no run that goes back. */
function leaveBeside({ id }: LocatedDatabase): Returned {
  const probe = 'its replica was promoted, not by this run, which has fenced nothing';
  return { id, fence: 'unproven', rolesWithoutLogin: [], probe, attempts: [], secondLook: null };
}

function leaveUnseen({ id }: LocatedDatabase): Returned {
  const probe = 'this run has fenced nothing; whether its replica was promoted by another is not known';
  return { id, fence: 'not-needed', rolesWithoutLogin: [], probe, attempts: [], replicaUnseen: true };
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
