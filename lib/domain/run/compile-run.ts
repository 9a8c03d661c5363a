import { PlanInvalid } from '../failure.ts';
import type { Database } from '../plan/database.ts';
import { leastWindowSeconds } from '../plan/detection.ts';
import { faultOf } from '../plan/fault.ts';
import type { PlanHealthCheck } from '../plan/health-check.ts';
import { attemptTimeoutSeconds } from '../plan/heartbeat.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import type { Service } from '../plan/service.ts';
import { wavesOf } from '../plan/waves.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import { FailoverInput } from './failover-input.ts';
import {
  HANDLER_LIMIT_SECONDS,
  type Endpoint,
  type HealthCheck,
  type RunDatabase,
  type RunService,
} from './run-parts.ts';

/** Function names of the handlers that are called once before the drill, so that none is cold when it counts. */
export const CRITICAL_HANDLERS = [
  'inject-disruption',
  'await-detection',
  'stop-background-jobs',
  'fence-old-primary',
  'promote-replica',
  'prove-promotion',
  'switch-traffic',
  'verify-services',
] as const;

/** What a plan does not know: which run this is, and where its parts stand in this environment. */
export interface RunContext {
  readonly run: string;
  readonly target: FailoverInput['target'];
  readonly scope: FailoverInput['scope'];
  /** SHA-256 of the plan file's bytes, in hexadecimal. */
  readonly planSha256: string;
  /** By database id; stands for the plan's own address. */
  readonly frontDoors?: Readonly<Record<string, Endpoint>>;
  /** By database id; where the primary is reached from within its own region. */
  readonly directDoors?: Readonly<Record<string, Endpoint>>;
  /** By service name; stands for the plan's own health check, with its time-out. */
  readonly serviceUrls?: Readonly<Record<string, string>>;
  readonly heartbeatStateMachineArn: string;
  readonly simulations?: FailoverInput['simulations'];
  /** How long clients take at most to follow the switch; stands for the plan's health check and time to live. */
  readonly followSeconds?: number;
  /** Stands for heartbeat.interval. */
  readonly intervalSeconds?: number;
  /** Stands for the plan's disruption. */
  readonly disruption?: string;
  /** Conditions beside the plan's own. */
  readonly conditions?: readonly string[];
}

/**
 * Compiles a recovery plan into the input of one failover run. Pure: the same plan and context give the same input.
 * @throws PlanInvalid when the context's interval is one at which the plan's detection could never fire.
 */
export function compileRun(plan: RecoveryPlan, context: RunContext): FailoverInput {
  const { run, target, scope, planSha256: sha256, simulations = [] } = context;
  return FailoverInput.parse({
    schemaVersion: SCHEMA_VERSION,
    run,
    kind: 'failover',
    target,
    scope,
    plan: { name: plan.name, sha256 },
    sites: { primary: plan.sites.primary, recovery: plan.sites.recovery },
    objectives: { rtoSeconds: plan.objectives.rto.seconds, rpoSeconds: plan.objectives.rpo.seconds },
    databases: plan.databases.map((database) => runDatabase(plan, database, context)),
    services: runServices(plan, context),
    consistencyGroups: databaseGroups(plan),
    backgroundJobs: plan.backgroundJobs.map(({ name }) => ({ name })),
    switchKey: `traffic/${plan.name}.json`,
    jobsKey: `jobs/${plan.name}.json`,
    ...runRules(plan, context),
    preempt: false,
    handlerLimitSeconds: HANDLER_LIMIT_SECONDS,
    criticalHandlers: [...CRITICAL_HANDLERS],
    simulations,
  } satisfies FailoverInput);
}

function runRules(plan: RecoveryPlan, context: RunContext) {
  const { intervalSeconds = plan.heartbeat.interval.seconds, followSeconds = followSecondsOf(plan) } =
    context;
  requireDetection(plan, intervalSeconds);
  return {
    heartbeat: {
      intervalSeconds,
      attemptTimeoutSeconds: attemptTimeoutSeconds(intervalSeconds),
      goodToRecover: plan.heartbeat.goodToRecover,
      segmentSeconds: plan.heartbeat.segment.seconds,
      stateMachineArn: context.heartbeatStateMachineArn,
    },
    detect: {
      failures: plan.detect.failures,
      withinSeconds: plan.detect.within.seconds,
      timeoutSeconds: plan.detect.timeout.seconds,
    },
    disruption: runDisruption(plan, context),
    fenceDeadlineSeconds: plan.fence.deadline.seconds,
    holdSeconds: plan.hold.seconds,
    verifyWaveSeconds: ANSWER_SECONDS + followSeconds,
    followSeconds,
  };
}

/** A service that clients have reached answers within this time, or is ill. */
const ANSWER_SECONDS = 20;

function followSecondsOf({ traffic }: RecoveryPlan): number {
  return traffic.checkInterval.seconds * traffic.failureThreshold + traffic.ttl.seconds;
}

/** A disruption that is asked for is injected, also where the plan injects nothing. */
function runDisruption(plan: RecoveryPlan, context: RunContext): FailoverInput['disruption'] {
  const { adapter, fault, conditions } = plan.drills.failover.disruption;
  const { disruption, conditions: more = [] } = context;
  const kinds = new Set(more.map((text) => faultOf(text).name));
  const kept = conditions.filter((text) => !kinds.has(faultOf(text).name));
  return {
    adapter: disruption === undefined ? adapter : 'fis',
    fault: disruption ?? fault,
    conditions: [...kept, ...more],
  };
}

function requireDetection({ name, detect }: RecoveryPlan, intervalSeconds: number): void {
  const least = leastWindowSeconds(detect.failures, intervalSeconds);
  if (detect.within.seconds >= least) return;
  throw new PlanInvalid({
    subject: `plan ${name}, detect.within`,
    seen: `${detect.within.iso} with an interval of ${intervalSeconds} s`,
    limit: `at least ${least} s, so that ${detect.failures} attempts in a row can time out within it`,
  });
}

function runDatabase(plan: RecoveryPlan, database: Database, context: RunContext): RunDatabase {
  const { frontDoors = {}, directDoors = {} } = context;
  const { id, operatorSecret, heartbeatSecret, fencedRoles, ledger = null } = database;
  return {
    id,
    database: database.database,
    primary: { region: plan.sites.primary.region, instance: database.primary.instance },
    replica: { region: plan.sites.recovery.region, instance: database.replica.instance },
    frontDoor: frontDoors[id] ?? database.frontDoor,
    directDoor: directDoors[id] ?? null,
    operatorSecret,
    heartbeatSecret,
    fencedRoles,
    ledger,
  };
}

function runServices(plan: RecoveryPlan, { serviceUrls = {} }: RunContext): RunService[] {
  const waves = wavesOf(plan.services);
  if (!waves.ok) {
    const seen = waves.cycle.join(' → ');
    throw new PlanInvalid({ subject: `plan ${plan.name}, services`, seen, limit: 'no cycle' });
  }
  return plan.services
    .map((service) => runService(plan, service, serviceUrls[service.name]))
    .map((service) => ({ ...service, wave: waves.waveByService.get(service.name) ?? 0 }))
    .toSorted((a, b) => a.wave - b.wave);
}

function runService(plan: RecoveryPlan, service: Service, url: string | undefined): Omit<RunService, 'wave'> {
  const { name, required, dependsOn, stores, objectives, healthCheck } = service;
  return {
    name,
    required,
    rtoSeconds: (objectives.rto ?? plan.objectives.rto).seconds,
    rpoSeconds: (objectives.rpo ?? plan.objectives.rpo).seconds,
    dependsOn,
    stores,
    healthCheck: runHealthCheck(healthCheck, url),
  };
}

function runHealthCheck(check: PlanHealthCheck, url: string | undefined): HealthCheck {
  const timeoutSeconds = check.timeout.seconds;
  if (url !== undefined) return { kind: 'http', url, timeoutSeconds };
  if (check.kind === 'http') return { kind: 'http', url: check.url, timeoutSeconds };
  return { kind: 'tcp', host: check.host, port: check.port, timeoutSeconds };
}

/** A failover measures recovery points of databases only; a group needs two of them to have a skew. */
function databaseGroups(plan: RecoveryPlan): FailoverInput['consistencyGroups'] {
  const buckets = new Set(plan.buckets.map(({ id }) => id));
  return plan.consistencyGroups
    .map(({ name, members, maxSkew }) => ({
      name,
      databases: members.filter((member) => !buckets.has(member)),
      maxSkewSeconds: maxSkew.seconds,
    }))
    .filter(({ databases }) => databases.length > 1);
}
