import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { FAULT_TAG } from '../domain/run/resource-tags.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { HANDLER_LIMIT_SECONDS } from '../domain/run/run-parts.ts';
import type { SandboxConfig } from '../sandbox/sandbox-config.ts';
import { type HandlerFile, workflowOf } from './deployment.ts';
import { databaseGroupsOf, kmsKeysOf } from './sandbox-backups.ts';
import { bucketsOf } from './sandbox-buckets.ts';
import { instancesOf } from './sandbox-instances.ts';
import { journalOf } from './sandbox-journal.ts';
import {
  appLogin,
  HEARTBEAT,
  login,
  type Passwords,
  passwordsOf,
  randomText,
  secretsOf,
} from './sandbox-logins.ts';
import { type TimingOptions, timingOf } from './timing.ts';
import { toolVersion } from './tool-version.ts';

const ACCOUNT = '000000000000';
const FAULTS = ['region-loss', 'region-loss=refused'] as const;
const MACHINES = ['failover', 'switchover', 'backup', 'replication-check', 'restore', 'heartbeat'] as const;
/** A segment's function runs for the segment, its overlap and the time to store what it holds. */
const SEGMENT_SLACK_SECONDS = 60;

export function stateMachineArn(plan: RecoveryPlan, drill: (typeof MACHINES)[number]): string {
  return `arn:aws:states:${plan.sites.recovery.region}:${ACCOUNT}:stateMachine:${drill}`;
}

/** The state machine of each kind of drill. */
export function drillMachines(plan: RecoveryPlan): Readonly<Record<RunInput['kind'], string>> {
  return {
    failover: stateMachineArn(plan, 'failover'),
    switchover: stateMachineArn(plan, 'switchover'),
    backup: stateMachineArn(plan, 'backup'),
    'replication-check': stateMachineArn(plan, 'replication-check'),
    restore: stateMachineArn(plan, 'restore'),
  };
}

interface WorldOptions extends TimingOptions {
  readonly stateDir: string;
  readonly handlers: readonly HandlerFile[];
  readonly compileCache?: string;
}

/** The two regions that a plan speaks of, as a sandbox: the same handlers and workflows, and databases of its shape. */
export function sandboxWorld(
  plan: RecoveryPlan,
  { stateDir, handlers, compileCache, ...timing }: WorldOptions,
): SandboxConfig {
  const { primary, recovery } = plan.sites;
  const regions = [...new Set([primary.region, recovery.region])];
  const passwords = passwordsOf(plan);
  return {
    schemaVersion: 1,
    stateDir,
    ...(compileCache === undefined ? {} : { compileCache }),
    account: ACCOUNT,
    credentials: { accessKeyId: `AKIA${randomText(8).toUpperCase()}`, secretAccessKey: randomText(20) },
    regions,
    buckets: bucketsOf(plan),
    kmsKeys: kmsKeysOf(plan),
    databaseGroups: databaseGroupsOf(plan),
    secrets: plan.databases.flatMap((database) => secretsOf(database, { regions, passwords })),
    instances: plan.databases.flatMap((database) => instancesOf(plan, database, passwords)),
    functions: functionsOf(plan, handlers),
    stateMachines: stateMachinesOf(plan),
    experimentTemplates: experimentTemplatesOf(plan),
    frontDoors: plan.databases.map((database) => frontDoorOf(plan, database, passwords)),
    services: plan.services.map(({ name, stores }) => ({
      name,
      stores: stores
        .filter((store) => plan.databases.some(({ id }) => id === store))
        .map((store) => ({
          frontDoor: store,
          ...appLogin(plan, store, passwords),
          ...journalOf(plan, name, store),
        })),
      ...switchOf(plan),
      sites: { [primary.name]: { region: primary.region }, [recovery.name]: { region: recovery.region } },
    })),
    ...timingOf(timing, plan),
    objectReplicationMs: 0,
    deferredFence: true,
  };
}

function stateMachinesOf({ sites: { recovery } }: RecoveryPlan) {
  const arnOf = (handler: string) => `arn:aws:lambda:${recovery.region}:${ACCOUNT}:function:${handler}`;
  return MACHINES.map((name) => ({ name, region: recovery.region, definition: workflowOf(name, arnOf) }));
}

function experimentTemplatesOf({ sites: { primary } }: RecoveryPlan) {
  return FAULTS.map((fault, index) => ({
    id: `EXT${String(index + 1).padStart(15, '0')}`,
    region: primary.region,
    fault,
    tags: { [FAULT_TAG]: fault },
  }));
}

function functionsOf(plan: RecoveryPlan, handlers: readonly HandlerFile[]) {
  const environment = { MUSTER_VERSION: toolVersion() };
  return handlers.map(({ name, path }) => ({
    name,
    region: plan.sites.recovery.region,
    handlerPath: path,
    environment,
    timeoutSeconds:
      name === 'heartbeat-segment'
        ? plan.heartbeat.segment.seconds + SEGMENT_SLACK_SECONDS
        : HANDLER_LIMIT_SECONDS,
  }));
}

function switchOf(plan: RecoveryPlan) {
  const { region, bucket } = plan.sites.recovery;
  return {
    switch: { region, bucket, key: planKeys.traffic(plan.name) },
    initialSite: plan.sites.primary.name,
  };
}

function frontDoorOf(plan: RecoveryPlan, { id, database, primary, replica }: Database, passwords: Passwords) {
  const { sites } = plan;
  return {
    name: id,
    ...switchOf(plan),
    sites: {
      [sites.primary.name]: { region: sites.primary.region, instance: primary.instance },
      [sites.recovery.name]: { region: sites.recovery.region, instance: replica.instance },
    },
    database,
    ...login(passwords, HEARTBEAT),
  };
}
