import type { PreFlightCheck } from '../../domain/record/failover-outcomes.ts';
import type { WithConditions } from '../../domain/run/with-conditions.ts';
import { bound, mustBe } from '../../domain/run/pre-flight-checks.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import type { DatabaseServers, ServerState } from '../../ports/database-servers.ts';
import type { DatabaseInstance, Databases } from '../../ports/databases.ts';
import type { Traffic } from '../../ports/traffic.ts';

export interface RealPreFlightPorts {
  readonly databases: Databases;
  readonly sessions: DatabaseServers;
  readonly traffic: Traffic;
}

/**
 * What a real failover rests on, asked of the recovery site alone: of what is lost nothing is demanded. Only what makes
 * a promotion senseless blocks; the rest is said. A replica that somebody has promoted already is no obstacle.
 */
export async function realPreFlight(
  ports: RealPreFlightPorts,
  run: WithConditions,
  located: readonly LocatedDatabase[],
) {
  const [databases, active] = await Promise.all([
    Promise.all(located.map((database) => lookAtReplica(ports, run, database))),
    ports.traffic.activeSite(run.switchKey),
  ]);
  const { primary } = run.sites;
  const surroundings: readonly PreFlightCheck[] = [
    mustBe('confirmed by the name of the plan', run.plan.name, {
      seen: run.real?.confirmed ?? 'nobody',
      wanted: run.plan.name,
    }),
    said(
      mustBe('traffic at the primary site', run.plan.name, {
        seen: active ?? primary.name,
        wanted: primary.name,
      }),
    ),
  ];
  return {
    checks: [...databases.flatMap(({ checks }) => checks), ...surroundings],
    databases: databases.map(({ seen }) => seen),
  };
}

async function lookAtReplica(
  { databases, sessions }: RealPreFlightPorts,
  run: WithConditions,
  database: LocatedDatabase,
) {
  const [replica, instance] = await Promise.all([
    sessions.state(asOperator(database, database.replicaAddress)),
    databases.describe(database.replica),
  ]);
  const { claimedLagSeconds } = replica;
  const checks = [
    ...replicaChecks(database, replica, instance),
    said(
      bound('replication lag', database.id, {
        seenSeconds: claimedLagSeconds,
        limitSeconds: run.objectives.rpoSeconds,
        blocking: false,
      }),
    ),
  ];
  return { checks, seen: { id: database.id, primary: null, replica, claimedLagSeconds } };
}

function replicaChecks(
  { replica: { instance: subject }, primary }: LocatedDatabase,
  { inRecovery, receiverStatus }: ServerState,
  { status, source }: DatabaseInstance,
): readonly PreFlightCheck[] {
  const promoted = source === null && !inRecovery;
  return [
    mustBe('replica is a standby, or promoted already', subject, {
      seen: inRecovery || promoted ? 'yes' : `source ${source}, and not in recovery`,
      wanted: 'yes',
    }),
    said(mustBe('replica available', subject, { seen: status, wanted: 'available' })),
    said(
      mustBe('replica has a source', subject, {
        seen: source ?? 'none',
        wanted: primary.instance,
        by: (seen, wanted) => seen === wanted || seen.endsWith(`:db:${wanted}`),
      }),
    ),
    said(mustBe('replica streaming', subject, { seen: receiverStatus ?? 'none', wanted: 'streaming' })),
  ];
}

/** A check that stops nobody. */
function said(check: PreFlightCheck): PreFlightCheck {
  return { ...check, blocking: false };
}
