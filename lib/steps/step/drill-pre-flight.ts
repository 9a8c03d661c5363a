import { ReplicaBackingUp } from '../../domain/failure.ts';
import { faultOf } from '../../domain/plan/fault.ts';
import { roleCheck } from '../../domain/preflight/role-gates.ts';
import type { PreFlightCheck } from '../../domain/record/failover-outcomes.ts';
import type { OutcomeOf } from '../../domain/record/outcomes.ts';
import { bound, mustBe } from '../../domain/run/pre-flight-checks.ts';
import { asOperator, type LocatedDatabase } from '../../domain/run/session-targets.ts';
import { conditionsOf, type WithConditions } from '../../domain/run/with-conditions.ts';
import type { ClientSessions } from '../../ports/client-sessions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DatabaseServers, ServerState } from '../../ports/database-servers.ts';
import type { Databases } from '../../ports/databases.ts';
import type { Disruption } from '../../ports/disruption.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Traffic } from '../../ports/traffic.ts';
import { lookAtSeries, lookForHeartbeat } from './sample-checks.ts';

/** A replica that replays later than this many seconds after its source is named before it is relied on. */
const STALL_LIMIT_SECONDS = 1;
const ROLES_LIMIT_MS = 4_000;

export interface DrillPreFlightPorts {
  readonly clock: Clock;
  readonly databases: Databases;
  readonly sessions: DatabaseServers;
  readonly clients: ClientSessions;
  readonly disruption: Disruption;
  readonly objects: Objects;
  readonly traffic: Traffic;
}

export interface DrillPreFlight {
  readonly run: WithConditions;
  readonly located: readonly LocatedDatabase[];
  readonly series: OutcomeOf<'StartHeartbeat'>;
}

/**
 * What a drill rests on: both servers of each database, what is under way beside it, and the samples of its series.
 * @throws ReplicaBackingUp, HeartbeatNotFresh, HeartbeatNotReplicated: each to be retried
 */
export async function drillPreFlight(
  ports: DrillPreFlightPorts,
  { run, located, series: { executions, startedAt } }: DrillPreFlight,
) {
  const [databases, surroundings] = await Promise.all([
    Promise.all(located.map((database) => lookAtDatabase(ports, run, database))),
    lookAround(ports, run),
  ]);
  const checks = [...databases.flatMap((database) => database.checks), ...surroundings];
  // Nothing is gained by waiting for samples of a system that cannot be drilled.
  const stopped = checks.some(({ blocking, passed }) => blocking && !passed);
  const series = stopped
    ? []
    : await Promise.all([
        lookAtSeries(ports, run, executions),
        ...located.map((database) => lookForHeartbeat(ports, run, { database, startedAt })),
      ]);
  return { checks: [...checks, ...series.flat()], databases: databases.map(({ seen: state }) => state) };
}

async function lookAtDatabase(ports: DrillPreFlightPorts, run: WithConditions, database: LocatedDatabase) {
  const { primaryAddress, replicaAddress, id, fencedRoles } = database;
  const atReplica = asOperator(database, replicaAddress);
  const [primary, replica, instance, { others }] = await Promise.all([
    primaryAddress && ports.sessions.state(asOperator(database, primaryAddress)),
    ports.sessions.state(atReplica),
    ports.databases.describe(database.replica),
    ports.clients.standing(atReplica, fencedRoles, ROLES_LIMIT_MS),
  ]);
  if (instance.status === 'backing-up') throw backingUp(database);
  const checks: PreFlightCheck[] = [
    mustBe('replica available', database.replica.instance, { seen: instance.status, wanted: 'available' }),
    mustBe('replica has a source', database.replica.instance, {
      seen: instance.source ?? 'none',
      wanted: database.primary.instance,
      by: (seen, wanted) => seen === wanted || seen.endsWith(`:db:${wanted}`),
    }),
    mustBe('replica in recovery', database.replica.instance, {
      seen: String(replica.inRecovery),
      wanted: 'true',
    }),
    mustBe('replica streaming', database.replica.instance, {
      seen: replica.receiverStatus ?? 'none',
      wanted: 'streaming',
    }),
    bound('replication lag', id, {
      seenSeconds: replica.claimedLagSeconds,
      limitSeconds: run.objectives.rpoSeconds,
      // A drill that slows replication down wants to see what then happens.
      blocking: !slowsReplication(run),
    }),
    bound('wal_retrieve_retry_interval (a promotion may sleep it out)', database.replica.instance, {
      seenSeconds: replica.walRetrieveRetrySeconds,
      limitSeconds: STALL_LIMIT_SECONDS,
      blocking: false,
    }),
    roleCheck(id, others),
    ...(primary ? sameSystem(id, primary, replica) : []),
  ];
  return { checks, seen: { id, primary, replica, claimedLagSeconds: replica.claimedLagSeconds } };
}

function backingUp({ replica }: LocatedDatabase): ReplicaBackingUp {
  const limit = 'available: RDS promotes no replica that is backing up';
  return new ReplicaBackingUp({ subject: replica.instance, seen: 'status backing-up', limit });
}

function slowsReplication(run: WithConditions): boolean {
  return conditionsOf(run).some((text) => faultOf(text).site === 'primary');
}

function sameSystem(id: string, primary: ServerState, replica: ServerState): PreFlightCheck[] {
  return [
    mustBe('replica is a copy of the primary', id, {
      seen: replica.systemIdentifier,
      wanted: primary.systemIdentifier,
    }),
    mustBe('primary and replica are told apart by their addresses', id, {
      seen: primary.server === replica.server ? `both ${primary.server}` : 'yes',
      wanted: 'yes',
    }),
    mustBe('primary accepts writes', id, { seen: String(!primary.inRecovery), wanted: 'true' }),
  ];
}

async function lookAround(ports: DrillPreFlightPorts, run: WithConditions): Promise<PreFlightCheck[]> {
  const [active, ...experiments] = await Promise.all([
    ports.traffic.activeSite(run.switchKey),
    ports.disruption.unfinished(run.sites.primary.region),
    ports.disruption.unfinished(run.sites.recovery.region),
  ]);
  // Its own conditions are in force already.
  const foreign = experiments.flat().filter((experiment) => experiment.run !== run.run);
  return [
    mustBe('traffic at the primary site', run.plan.name, {
      seen: active ?? run.sites.primary.name,
      wanted: run.sites.primary.name,
    }),
    mustBe('no experiment under way', `${run.sites.primary.region}, ${run.sites.recovery.region}`, {
      seen: foreign.map(({ experiment }) => experiment).join(', ') || 'none',
      wanted: 'none',
    }),
  ];
}
