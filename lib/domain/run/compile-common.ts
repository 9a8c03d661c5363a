import type { Database } from '../plan/database.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { SCHEMA_VERSION } from '../stored.ts';
import type { RunNotices } from './run-notices.ts';
import { type Endpoint, HANDLER_LIMIT_SECONDS, type RunCommon, type RunDatabase } from './run-parts.ts';

/** What a plan does not know: which run this is, and where its parts stand in this environment. */
export interface RunContext {
  readonly run: string;
  readonly target: RunCommon['target'];
  readonly scope: RunCommon['scope'];
  /** SHA-256 of the plan file's bytes, in hexadecimal. */
  readonly planSha256: string;
  /** By database id; stands for the plan's own address. */
  readonly frontDoors?: Readonly<Record<string, Endpoint>>;
  /** By database id; where the primary is reached from within its own region. */
  readonly directDoors?: Readonly<Record<string, Endpoint>>;
  /** By service name; stands for the plan's own health check, with its time-out. */
  readonly serviceUrls?: Readonly<Record<string, string>>;
  readonly heartbeatStateMachineArn: string;
  /** Without it a run announces itself nowhere. */
  readonly heraldStateMachineArn?: string;
  readonly simulations?: RunCommon['simulations'];
  /** How long clients take at most to follow the switch; stands for the plan's health check and time to live. */
  readonly followSeconds?: number;
}

/** What every kind of run has of its plan. */
export function compileCommon(plan: RecoveryPlan, context: RunContext) {
  const { run, target, scope, planSha256: sha256, simulations = [] } = context;
  return {
    schemaVersion: SCHEMA_VERSION,
    run,
    target,
    scope,
    plan: { name: plan.name, sha256 },
    sites: { primary: plan.sites.primary, recovery: plan.sites.recovery },
    databases: plan.databases.map((database) => runDatabase(plan, database, context)),
    preempt: false,
    handlerLimitSeconds: HANDLER_LIMIT_SECONDS,
    simulations,
    notices: runNotices(plan, context),
    ...(plan.evidence.people === 'pseudonyms' && { pseudonyms: true as const }),
  } satisfies Omit<RunCommon, 'kind'>;
}

function runNotices(plan: RecoveryPlan, { heraldStateMachineArn: arn }: RunContext): RunNotices | null {
  const { topics, quietHours = null, console = null } = plan.notifications;
  if (topics.length === 0 || arn === undefined) return null;
  return { topics: [...topics], quietHours, timeZone: plan.timeZone, console, stateMachineArn: arn };
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
