import { randomBytes } from 'node:crypto';
import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { FAULT_TAG } from '../domain/run/resource-tags.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { HANDLER_LIMIT_SECONDS } from '../domain/run/run-parts.ts';
import { heartbeatSchema } from '../postgres/heartbeat-schema.ts';
import { ledgerGrants } from '../postgres/ledger-grants.ts';
import { journalOf, journalSql } from './sandbox-journal.ts';
import type { SandboxConfig } from '../sandbox/sandbox-config.ts';
import { type HandlerFile, workflowOf } from './deployment.ts';
import { type TimingOptions, timingOf } from './timing.ts';
import { toolVersion } from './tool-version.ts';

const ACCOUNT = '000000000000';
const OPERATOR = 'muster_operator';
const HEARTBEAT = 'muster_heartbeat';
const FAULTS = ['region-loss', 'region-loss=refused'] as const;
const MACHINES = ['failover', 'heartbeat'] as const;
/** A segment's function runs for the segment, its overlap and the time to store what it holds. */
const SEGMENT_SLACK_SECONDS = 60;

export function stateMachineArn(plan: RecoveryPlan, drill: (typeof MACHINES)[number]): string {
  return `arn:aws:states:${plan.sites.recovery.region}:${ACCOUNT}:stateMachine:${drill}`;
}

/** The state machine of each kind of drill. */
export function drillMachines(plan: RecoveryPlan): Readonly<Record<RunInput['kind'], string>> {
  return { failover: stateMachineArn(plan, 'failover') };
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
    buckets: [primary, recovery].map(({ bucket, region }) => ({ name: bucket, region, versioning: true })),
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

type Passwords = ReadonlyMap<string, string>;

function randomText(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

function passwordsOf(plan: RecoveryPlan): Passwords {
  const roles = new Set([OPERATOR, HEARTBEAT, ...plan.databases.flatMap(({ fencedRoles }) => fencedRoles)]);
  return new Map([...roles].map((role) => [role, randomText(16)]));
}

function login(passwords: Passwords, user: string) {
  return { user, password: passwords.get(user) ?? '' };
}

/** The role that the sandbox's services log in as: the first of the plan's roles that is not the heartbeat's. */
function appLogin(plan: RecoveryPlan, store: string, passwords: Passwords) {
  const roles = plan.databases.find(({ id }) => id === store)?.fencedRoles ?? [];
  return login(passwords, roles.find((role) => role !== HEARTBEAT) ?? HEARTBEAT);
}

function secretsOf(
  database: Database,
  { regions, passwords }: { regions: readonly string[]; passwords: Passwords },
) {
  const of = (name: string, username: string) => {
    const value = JSON.stringify({ username, password: passwords.get(username) });
    return regions.map((region) => ({ name, region, value }));
  };
  return [...of(database.operatorSecret, OPERATOR), ...of(database.heartbeatSecret, HEARTBEAT)];
}

function instancesOf(
  plan: RecoveryPlan,
  { id, primary, replica, database, fencedRoles, ledger }: Database,
  passwords: Passwords,
) {
  const regionOf = (site: string | undefined, fallback: string) =>
    [plan.sites.primary, plan.sites.recovery].find(({ name }) => name === site)?.region ?? fallback;
  const primaryRegion = regionOf(primary.site, plan.sites.primary.region);
  const common = {
    database,
    masterUser: OPERATOR,
    masterPassword: passwords.get(OPERATOR) ?? '',
    parameters: {},
    tags: {},
  };
  const roles = [...new Set([HEARTBEAT, ...fencedRoles])];
  return [
    {
      ...common,
      id: primary.instance,
      region: primaryRegion,
      loginRoles: roles.map((name) => ({ name, password: passwords.get(name) ?? '' })),
      initSql: [
        ...heartbeatSchema(HEARTBEAT),
        ...(ledger ? journalSql(ledger, appLogin(plan, id, passwords).user) : []),
        ...(ledger ? ledgerGrants(HEARTBEAT, ledger) : []),
      ],
    },
    {
      ...common,
      id: replica.instance,
      region: regionOf(replica.site, plan.sites.recovery.region),
      source: { region: primaryRegion, id: primary.instance },
      loginRoles: [],
      initSql: [],
    },
  ];
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
    switch: { region, bucket, key: `traffic/${plan.name}.json` },
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
