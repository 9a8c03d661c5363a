import type { Database } from '../plan/database.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { changing, looking, type PlannedCall, RECORD } from './planned-call.ts';
import { plannedEndCalls } from './planned-end-calls.ts';
import { plannedFenceCalls } from './planned-fence-calls.ts';
import { planKeys, runKeys } from './run-keys.ts';

/** Gates of the pre-flight that a failover can do without. */
const PRIMARY_GATE_ACTIONS = ['DescribeDBInstances', 'DescribeDBParameterGroups'];
const GATE_ACTIONS = [
  ...PRIMARY_GATE_ACTIONS,
  'DescribeOptionGroups',
  'DescribeDBSubnetGroups',
  'DescribeAccountAttributes',
];

/**
 * Every call by which a real failover of this plan asks or changes something, in the order of its workflow. Beside them
 * each state calls its function, looks at the lock, and writes into the run's record, all in the recovery region.
 */
export function plannedCalls(plan: RecoveryPlan): readonly PlannedCall[] {
  return [
    ...logCalls(plan),
    ...lockCalls(plan),
    ...heraldCalls(plan),
    ...lookCalls(plan),
    ...approvalCalls(plan),
    ...moveCalls(plan),
    ...plannedEndCalls(plan),
  ];
}

/** The log of the recovery site's region: a real event goes on without it, and is logged when it is over. */
function logCalls({ sites: { recovery } }: RecoveryPlan): readonly PlannedCall[] {
  return [
    changing(
      { state: 'LogStart', region: recovery.region, required: false },
      { service: 'S3', action: 'PutObject', subject: 'log/' },
      { changes: 'the log of all runs says what begins', undo: RECORD },
    ),
  ];
}

function lockCalls({ name, sites: { primary, recovery } }: RecoveryPlan): readonly PlannedCall[] {
  const subject = runKeys.lock(name, 'failover');
  const change = { changes: 'the lock is this run, with the next generation', undo: 'given back at the end' };
  const what = { service: 'S3', action: 'PutObject', subject };
  return [
    changing({ state: 'AcquireLock', region: recovery.region, byHand: 'lock' }, what, change),
    changing({ state: 'AcquireLock', region: primary.region, required: false, byHand: 'lock' }, what, change),
  ];
}

/** People are told beside the run: it goes on without them. */
function heraldCalls({ notifications, sites: { recovery } }: RecoveryPlan): readonly PlannedCall[] {
  if (notifications.topics.length === 0) return [];
  return [
    changing(
      { state: 'StartHerald', region: recovery.region, required: false },
      { service: 'Step Functions', action: 'StartExecution', subject: 'herald' },
      { changes: 'the topics of the plan hear of each phase', undo: 'none needed: what was said is said' },
    ),
  ];
}

/** What is looked at before anything is changed. */
function lookCalls(plan: RecoveryPlan): readonly PlannedCall[] {
  const { primary, recovery } = plan.sites;
  const here = recovery.region;
  const describe = { service: 'RDS', action: 'DescribeDBInstances' };
  return [
    ...plan.databases.flatMap((database) => [
      looking(
        { state: 'DiscoverDatabases', region: primary.region, required: false, byHand: 'look' },
        { ...describe, subject: database.primary.instance },
      ),
      looking(
        { state: 'DiscoverDatabases', region: here, byHand: 'replica' },
        { ...describe, subject: database.replica.instance },
      ),
    ]),
    changing(
      { state: 'StartHeartbeat', region: here },
      { service: 'Step Functions', action: 'StartExecution', subject: 'heartbeat' },
      {
        changes: 'series of samples begin, unless a watch runs: rows of Muster alone',
        undo: 'stopped at the end',
      },
    ),
    ...plan.databases.flatMap((database) => gateCalls(plan, database)),
  ];
}

function gateCalls({ sites }: RecoveryPlan, { operatorSecret, primary, replica }: Database) {
  const here = { state: 'PreFlight', region: sites.recovery.region };
  const there = { state: 'PreFlight', region: sites.primary.region, required: false };
  const subject = replica.instance;
  return [
    looking(here, { service: 'Secrets Manager', action: 'GetSecretValue', subject: operatorSecret }),
    looking({ ...here, byHand: 'replica' }, { service: 'PostgreSQL', action: 'select', subject }),
    ...GATE_ACTIONS.map((action) =>
      looking({ ...here, required: false }, { service: 'RDS', action, subject }),
    ),
    ...PRIMARY_GATE_ACTIONS.map((action) =>
      looking(there, { service: 'RDS', action, subject: primary.instance }),
    ),
  ];
}

function approvalCalls({ approvals, sites: { recovery } }: RecoveryPlan): readonly PlannedCall[] {
  if (approvals.real.needed === 0) return [];
  return [
    changing(
      { state: 'RequestApproval', region: recovery.region },
      { service: 'S3', action: 'PutObject', subject: 'approvals/' },
      { changes: `${approvals.real.needed} of the plan's people are asked`, undo: RECORD },
    ),
  ];
}

/** Only where nothing proves the fence, and people have accepted that. */
function deferredFenceCall(region: string): PlannedCall {
  return changing(
    { state: 'DeferFence', region },
    { service: 'Step Functions', action: 'StartExecution', subject: 'deferred-fence' },
    {
      changes: 'what could not be fenced is fenced when its region answers again',
      undo: 'the execution is stopped',
    },
  );
}

/** From the declaration on. */
function moveCalls(plan: RecoveryPlan): readonly PlannedCall[] {
  const { recovery } = plan.sites;
  const here = recovery.region;
  return [
    changing(
      { state: 'StopBackgroundJobs', region: here, byHand: 'jobs' },
      { service: 'S3', action: 'PutObject', subject: planKeys.jobs(plan.name) },
      { changes: 'background jobs read that they are off', undo: 'the gate is opened again' },
    ),
    ...plannedFenceCalls(plan),
    deferredFenceCall(here),
    ...plan.databases.map((database) =>
      changing(
        { state: 'PromoteReplica', region: here, byHand: 'promote' },
        { service: 'RDS', action: 'PromoteReadReplica', subject: database.replica.instance },
        { changes: 'the replica becomes a primary', undo: null },
      ),
    ),
    ...plan.databases.flatMap((database) => proofCalls(here, database)),
    changing(
      { state: 'SwitchTraffic', region: here, byHand: 'switch' },
      { service: 'S3', action: 'PutObject', subject: planKeys.traffic(plan.name) },
      {
        changes: `clients are led to ${recovery.name}`,
        undo: 'the object is written back, and clients meet the old primary without what was written since',
      },
    ),
    ...plan.services.map(({ name }) =>
      looking(
        { state: 'VerifyServices', region: here, byHand: 'verify' },
        { service: 'health check', action: 'GET', subject: name },
      ),
    ),
  ];
}

function proofCalls(region: string, { replica, fencedRoles }: Database): readonly PlannedCall[] {
  const subject = replica.instance;
  return [
    looking(
      { state: 'ProvePromotion', region, byHand: 'promote' },
      { service: 'RDS', action: 'DescribeDBInstances', subject },
    ),
    changing(
      { state: 'ProvePromotion', region, byHand: 'admit' },
      { service: 'PostgreSQL', action: 'alter role login', subject },
      { changes: `${fencedRoles.join(', ')} can log in to the new primary`, undo: 'alter role nologin' },
    ),
    changing(
      { state: 'ProvePromotion', region },
      { service: 'PostgreSQL', action: 'insert', subject },
      { changes: 'a row of Muster proves that it takes writes', undo: RECORD },
    ),
  ];
}
