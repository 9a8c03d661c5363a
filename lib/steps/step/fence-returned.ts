import { CleanUpIncomplete } from '../../domain/failure.ts';
import { loginsLeft } from '../../domain/fence/logins-left.ts';
import { RUNG_RULES } from '../../domain/fence/rung.ts';
import type { FenceAttempt } from '../../domain/record/fence-outcomes.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import { asHeartbeat, asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { Objects } from '../../ports/objects.ts';
import { climbLadder } from './climb-ladder.ts';
import type { RungPorts } from './fence-rungs.ts';
import type { Address } from './locate-primary.ts';
import type { StepContext } from './make-step.ts';
import { secondLook } from './second-look.ts';
import { shutBy } from './shut-by.ts';

const PROBE_LIMIT_MS = 2_000;
const FENCE_LIMIT_MS = 10_000;

export interface FenceReturnedPorts extends RungPorts {
  readonly objects: Objects;
}

type Context = StepContext<FailoverInput>;
type Settled = OutcomeOf<'ReturnRegion'>['databases'][number];
type Reached = LocatedDatabase & { readonly primaryAddress: Address };

/**
 * Fences an old primary whose replica was promoted, for the first time or once more, and probes it. Where its fence was
 * proven before, it says how many sessions of clients were there all the same. One that a rung of the ladder has shut
 * lets nobody in to do either: that it is shut still is what is seen of it then.
 * @throws CleanUpIncomplete (to be retried) when it is not shut and does not answer, or a session cannot be ended
 */
export async function fenceReturned(
  ports: FenceReturnedPorts,
  context: Context,
  database: LocatedDatabase,
): Promise<Settled> {
  const { id, primaryAddress } = database;
  if (!primaryAddress) {
    const nothing = { rolesWithoutLogin: [], attempts: [], secondLook: null };
    return { id, fence: 'unproven', probe: 'address not known', ...nothing };
  }
  const reached = { ...database, primaryAddress };
  try {
    return await fencedInside(ports, context, reached);
  } catch (error) {
    const shut = await shutBy(ports, context.run.fence, database);
    if (shut.length === 0 || !(error instanceof CleanUpIncomplete)) throw error;
    return fencedOutside(ports, context, { database: reached, shut });
  }
}

async function fencedInside(
  ports: FenceReturnedPorts,
  context: Context,
  database: Reached,
): Promise<Settled> {
  const { id, fencedRoles } = database;
  const { looked, standing } = await fenceAgain(ports, context, database);
  const probe = await probeOf(ports, database);
  const left = loginsLeft(fencedRoles, standing);
  return {
    id,
    fence: left === '' && probe.result === 'refused' ? 'proven' : 'unproven',
    rolesWithoutLogin: [...standing.withoutLogin],
    probe: `${probe.result}: ${probe.seen}${left === '' ? '' : `; ${left}`}`,
    attempts: [...(await higherRungs(ports, context, { database, inForce: [] }))],
    secondLook: looked,
  };
}

interface Shut {
  readonly database: Reached;
  /** Never empty. */
  readonly shut: readonly FenceAttempt[];
}

async function fencedOutside(
  ports: FenceReturnedPorts,
  context: Context,
  { database, shut }: Shut,
): Promise<Settled> {
  const probe = await probeOf(ports, database);
  const higher = await higherRungs(ports, context, { database, inForce: shut.map(({ rung }) => rung) });
  return {
    id: database.id,
    fence: probe.result === 'accepted' ? 'unproven' : 'proven',
    rolesWithoutLogin: [],
    probe: `${probe.result}: ${probe.seen}; ${shut.map(({ detail }) => detail).join('; ')}`,
    attempts: [...shut, ...higher],
    secondLook: null,
  };
}

function probeOf({ sessions }: FenceReturnedPorts, database: Reached) {
  return sessions.probeLogin(asHeartbeat(database, database.primaryAddress), PROBE_LIMIT_MS);
}

async function fenceAgain(ports: FenceReturnedPorts, { run: { run }, maybe }: Context, database: Reached) {
  const { id, primary, primaryAddress, fencedRoles } = database;
  const before = maybe('FenceOldPrimary')?.databases.find((one) => one.id === id);
  try {
    // A first fence is not to wait: who is there then was never said to be gone.
    const looked = before?.proof === 'probe' ? await secondLook(ports, { run, database }) : null;
    const operator = asOperator(database, primaryAddress);
    return { looked, standing: await ports.sessions.fence(operator, fencedRoles, FENCE_LIMIT_MS) };
  } catch (error) {
    const limit = 'login revoked from its clients before one is let in';
    const seen = error instanceof Error ? error.message : String(error);
    throw new CleanUpIncomplete({ subject: primary.instance, seen, limit, cause: error });
  }
}

interface Higher {
  readonly database: LocatedDatabase;
  readonly inForce: readonly FenceAttempt['rung'][];
}

/** What the plan's ladder has beyond logins: the gate of the writers was closed before, and stays so. */
async function higherRungs(
  ports: FenceReturnedPorts,
  { run: { fence }, stillOwner }: Context,
  { database, inForce }: Higher,
): Promise<readonly FenceAttempt[]> {
  const rungs = fence.rungs.filter(
    (rung) => RUNG_RULES[rung].by === 'control-plane' && !inForce.includes(rung),
  );
  if (rungs.length === 0) return [];
  const { closedSecurityGroup } = fence;
  return climbLadder(ports, {
    database,
    rungs,
    closedSecurityGroup,
    deadlineMs: FENCE_LIMIT_MS,
    closeWriters: null,
    stillOwner,
  });
}
