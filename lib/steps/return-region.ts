import { FailoverInput } from '../domain/run/failover-input.ts';
import { CleanUpIncomplete } from '../domain/failure.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import type { DatabaseLogins } from '../ports/database-logins.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption } from '../ports/disruption.ts';
import { makeStep, type StepContext, type StepPorts } from './step/make-step.ts';
import { experimentsOf, undoAll } from './step/run-experiments.ts';
import { wasPromoted } from './step/was-promoted.ts';

const PROBE_LIMIT_MS = 2_000;
const FENCE_LIMIT_MS = 10_000;

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
      const experimentState = await undoAll(ports, experiments);
      const discovered = maybe('DiscoverDatabases');
      const located =
        discovered && (experiments.length > 0 || isFencedBySql(context))
          ? locateDatabases(run, discovered)
          : [];
      const databases = await Promise.all(located.map((database) => settle(ports, context, database)));
      return { experimentState, databases };
    },
  });
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
