import { join } from 'node:path';
import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { FAULT_TAG } from '../domain/run/resource-tags.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { planKeys } from '../domain/run/run-keys.ts';
import { writersKeyOf } from '../domain/run/writers-key.ts';
import type { SandboxConfig } from '../sandbox/sandbox-config.ts';
import { PROBE_SITE, WORKFLOWS } from '../deployment/deployed-names.ts';
import { handlerSeconds } from '../deployment/handler-seconds.ts';
import { type HandlerFile, workflowOf } from '../deployment/deployment.ts';
import { databaseGroupsOf } from './sandbox-backups.ts';
import { bucketsOf } from './sandbox-buckets.ts';
import { instancesOf } from './sandbox-instances.ts';
import { journalOf } from './sandbox-journal.ts';
import { kmsKeysOf } from './sandbox-keys.ts';
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
import { toolVersion } from '../deployment/tool-version.ts';

const ACCOUNT = '000000000000';
const FAULTS = ['region-loss', 'region-loss=refused'] as const;

export function stateMachineArn(plan: RecoveryPlan, drill: (typeof WORKFLOWS)[number]): string {
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
  /** Where the keys lie that sign evidence; else in the sandbox's own directory, and gone with it. */
  readonly keys?: string;
}

/** Every region of a plan: of both sites, and of the witness. */
export function regionsOf({ sites: { primary, recovery, witness } }: RecoveryPlan): readonly string[] {
  const sites = [primary, recovery, ...(witness ? [witness] : [])];
  return [...new Set(sites.map(({ region }) => region))];
}

/** The regions that a plan speaks of, as a sandbox: the same handlers and workflows, and databases of its shape. */
export function sandboxWorld(
  plan: RecoveryPlan,
  { stateDir, handlers, compileCache, keys = join(stateDir, 'keys'), ...timing }: WorldOptions,
): SandboxConfig {
  const { primary, recovery } = plan.sites;
  const regions = regionsOf(plan);
  const passwords = passwordsOf(plan);
  return {
    schemaVersion: 1,
    stateDir,
    ...(compileCache === undefined ? {} : { compileCache }),
    account: ACCOUNT,
    credentials: { accessKeyId: `AKIA${randomText(8).toUpperCase()}`, secretAccessKey: randomText(20) },
    regions: [...regions],
    buckets: bucketsOf(plan),
    topics: [...plan.notifications.topics],
    kmsKeys: kmsKeysOf(plan, keys),
    databaseGroups: databaseGroupsOf(plan),
    secrets: plan.databases.flatMap((database) =>
      secretsOf(database, { regions: [primary.region, recovery.region], passwords }),
    ),
    instances: plan.databases.flatMap((database) => instancesOf(plan, database, passwords)),
    functions: functionsOf(plan, handlers),
    stateMachines: stateMachinesOf(plan),
    experimentTemplates: experimentTemplatesOf(plan),
    frontDoors: plan.databases.map((database) => frontDoorOf(plan, database, passwords)),
    services: servicesOf(plan, passwords),
    ...timingOf(timing, plan),
    objectReplicationMs: 0,
    deferredFence: true,
  };
}

function servicesOf(plan: RecoveryPlan, passwords: Passwords) {
  const { primary, recovery } = plan.sites;
  const databases = plan.databases.map(({ id }) => id);
  return plan.services.map(({ name, stores }) => ({
    name,
    stores: stores
      .filter((store) => databases.includes(store))
      .map((store) => ({
        frontDoor: store,
        ...appLogin(plan, store, passwords),
        ...journalOf(plan, name, store),
      })),
    ...switchOf(plan),
    ...(stores.some((store) => databases.includes(store)) ? gateOf(plan) : {}),
    sites: { [primary.name]: { region: primary.region }, [recovery.name]: { region: recovery.region } },
  }));
}

/** Services obey the gate that the plan's ladder closes, as its application is expected to. */
function gateOf(plan: RecoveryPlan) {
  const { region, bucket } = plan.sites.recovery;
  const key = writersKeyOf(plan);
  return key === null ? {} : { writersGate: { region, bucket, key } };
}

function stateMachinesOf({ sites: { recovery } }: RecoveryPlan) {
  const arnOf = (handler: string) => `arn:aws:lambda:${recovery.region}:${ACCOUNT}:function:${handler}`;
  return WORKFLOWS.map((name) => ({ name, region: recovery.region, definition: workflowOf(name, arnOf) }));
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
  const secondsOf = handlerSeconds(plan.heartbeat.segment.seconds);
  return handlers.flatMap(({ name, path }) =>
    (name === PROBE_SITE ? regionsOf(plan) : [plan.sites.recovery.region]).map((region) => ({
      name,
      region,
      handlerPath: path,
      environment,
      timeoutSeconds: secondsOf(name),
    })),
  );
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
