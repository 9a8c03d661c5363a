import { CleanUpIncomplete } from '../domain/failure.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import {
  asHeartbeat,
  asOperator,
  type LocatedDatabase,
  locateDatabases,
} from '../domain/run/session-targets.ts';
import type { DatabaseSessions } from '../ports/database-sessions.ts';
import type { Databases } from '../ports/databases.ts';
import type { Disruption, ExperimentRef } from '../ports/disruption.ts';
import { makeStep, type StepContext, type StepPorts } from './step.ts';

const RETURN_LIMIT_MS = 30_000;
const POLL_MS = 50;
const PROBE_LIMIT_MS = 2_000;
const ENDED = new Set(['stopped', 'completed', 'failed', 'cancelled']);

export interface ReturnRegionPorts extends StepPorts {
  readonly databases: Databases;
  readonly disruption: Disruption;
  readonly sessions: DatabaseSessions;
}

/**
 * Undoes the disruption. If the replica was promoted meanwhile, the old primary comes back behind the deferred fence:
 * login of every client role is revoked before a client is let in, and a client's login is probed. Idempotent.
 * @throws CleanUpIncomplete while the experiment has not ended, or the old primary cannot be fenced.
 */
export function makeReturnRegion(ports: ReturnRegionPorts) {
  return makeStep(ports, {
    state: 'ReturnRegion',
    intent: ({ maybe }) => ({ experiment: maybe('InjectDisruption')?.experiment ?? null }),
    act: async (context) => {
      const { run, seen } = context;
      const experiments = await experimentsOf(ports, context);
      if (experiments.length === 0) return { experimentState: 'none', databases: [] };
      const states = await Promise.all(
        experiments.map((experiment) => undo(ports, { region: run.sites.primary.region, experiment })),
      );
      const located = locateDatabases(run, seen('DiscoverDatabases'));
      const databases = await Promise.all(
        located.map(async (database) =>
          (await wasPromoted(ports, context, database))
            ? fenceReturned(ports, database)
            : leaveAsItWas(database),
        ),
      );
      return { experimentState: states.join(', '), databases };
    },
  });
}

/** An injection that failed half-way has no outcome: then the injector is asked what it holds of this run. */
async function experimentsOf(
  { disruption }: ReturnRegionPorts,
  { run, maybe }: StepContext,
): Promise<readonly string[]> {
  const injected = maybe('InjectDisruption');
  if (injected) return injected.experiment === null ? [] : [injected.experiment];
  const unfinished = await disruption.unfinished(run.sites.primary.region);
  return unfinished.filter((found) => found.run === run.run).map(({ experiment }) => experiment);
}

async function undo({ disruption, clock }: ReturnRegionPorts, ref: ExperimentRef): Promise<string> {
  await disruption.undo(ref);
  const deadline = clock.now() + RETURN_LIMIT_MS * 1000;
  for (;;) {
    const { state } = await disruption.status(ref);
    if (ENDED.has(state)) return state;
    if (clock.now() > deadline) {
      const limit = `ended within ${RETURN_LIMIT_MS / 1000} s of the undo`;
      throw new CleanUpIncomplete({ subject: `experiment ${ref.experiment}`, seen: state, limit });
    }
    await clock.sleep(POLL_MS);
  }
}

/** A promotion that failed or was never answered may have happened all the same: then the control plane says. */
async function wasPromoted(
  { databases }: ReturnRegionPorts,
  { maybe }: StepContext,
  { replica }: LocatedDatabase,
): Promise<boolean> {
  return maybe('PromoteReplica') !== null || (await databases.describe(replica)).source === null;
}

type Returned = OutcomeOf<'ReturnRegion'>['databases'][number];

function leaveAsItWas({ id }: LocatedDatabase): Returned {
  return { id, fence: 'not-needed', rolesWithoutLogin: [], probe: 'the replica was not promoted' };
}

async function fenceReturned({ sessions }: ReturnRegionPorts, database: LocatedDatabase): Promise<Returned> {
  const { id, primary, primaryAddress, fencedRoles } = database;
  if (!primaryAddress) return { id, fence: 'unproven', rolesWithoutLogin: [], probe: 'address not known' };
  const operator = asOperator(database, primaryAddress);
  const rolesWithoutLogin = await sessions.fence(operator, fencedRoles).catch((error: Error) => {
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
