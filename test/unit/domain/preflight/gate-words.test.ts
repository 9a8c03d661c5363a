import { expect, test } from 'vitest';
import { known, unknown } from '../../../../lib/domain/brief/fact.ts';
import type { Gate } from '../../../../lib/domain/preflight/gate.ts';
import { ownLockGates } from '../../../../lib/domain/preflight/own-lock-gates.ts';
import { pathGates } from '../../../../lib/domain/preflight/path-gates.ts';
import type {
  DatabaseFacts,
  InstanceFacts,
  PreflightFacts,
} from '../../../../lib/domain/preflight/preflight-facts.ts';
import { NOT_ASKED, preflightGates } from '../../../../lib/domain/preflight/preflight-gates.ts';
import { plannedCalls } from '../../../../lib/domain/run/planned-calls.ts';
import type { Vantage } from '../../../../lib/domain/vantage/sites-view.ts';
import { DATABASE, factsInOrder, REPLICA, watchedPlan } from '../../../fakes/preflight-facts.ts';

const GOLDEN = '../../../fixtures/preflight-gates.txt';
const WHY = unknown('no answer within 4 s');

const database = (changes: Partial<DatabaseFacts>) => ({ databases: [{ ...DATABASE, ...changes }] });
const replica = (changes: Partial<InstanceFacts>) => database({ replica: known({ ...REPLICA, ...changes }) });
const primary = (changes: Partial<InstanceFacts>) => database({ primary: known({ ...REPLICA, ...changes }) });
const server = (changes: object) =>
  database({
    server: known({
      inRecovery: true,
      receiverStatus: 'streaming',
      claimedLagSeconds: 0,
      others: [],
      ...changes,
    }),
  });
const held = (effect: 'pre-empted' | 'refuses' | 'over', status: string | null = 'RUNNING') => {
  const scope = effect === 'pre-empted' ? ('isolated' as const) : ('real' as const);
  return {
    locks: [{ site: 'recovery' as const, holder: known({ run: 'orders-1', scope, status, effect }) }],
  };
};
const seen = (finding: 'region-lost' | 'nothing-seen', changes: Partial<Vantage> = {}) => {
  const { sites } = factsInOrder();
  if (!sites.known) throw new Error('facts in order have sites');
  const vantages = sites.value.vantages.map((one) =>
    one.role === changes.role ? { ...one, ...changes } : one,
  );
  return { sites: known({ ...sites.value, finding, reason: 'frankfurt is silent', vantages }) };
};
const proof = (stale: string | null) => {
  const facts = factsInOrder().proof;
  if (!facts.known) throw new Error('facts in order have a proof');
  return { proof: known({ ...facts.value, stale }) };
};
const NEVER = known({
  passed: null,
  notPassedSince: null,
  stale: 'no failover drill of this plan has passed',
});

const CASES: Readonly<Record<string, Partial<PreflightFacts>>> = {
  'nothing is known of the replica': database({ replica: WHY, server: WHY }),
  'nothing is known of the primary': database({ primary: WHY, primaryFamily: WHY }),
  'the primary is not known, and the replica has default parameters': database({
    primary: WHY,
    replica: known({ ...REPLICA, parameterGroup: 'default.postgres17' }),
  }),
  'both have default parameters': database({
    primary: known({ ...REPLICA, parameterGroup: 'default.postgres17' }),
    replica: known({ ...REPLICA, parameterGroup: 'default.postgres17' }),
  }),
  'nothing is known of what the replica needs': database({
    parameterFamily: WHY,
    optionGroup: WHY,
    subnets: WHY,
  }),
  'nothing is known of a database': { databases: [] },
  'facts of another database': { databases: [{ ...DATABASE, id: 'stock-db' }] },
  'a replica that has failed': replica({ status: 'failed' }),
  'a replica that is backing up': replica({ status: 'backing-up' }),
  'an instance that is no replica': replica({ source: null }),
  'a replica of another': replica({ source: 'arn:aws:rds:eu-central-1:0:db:stock' }),
  'a replica that is named without an ARN': replica({ source: 'orders-frankfurt' }),
  'a replica that takes writes': server({ inRecovery: false }),
  'a stream that ended': server({ receiverStatus: null }),
  'a stream that waits': server({ receiverStatus: 'waiting' }),
  'a lag of exactly the RPO': server({ claimedLagSeconds: 3_600 }),
  'a lag above the RPO': server({ claimedLagSeconds: 3_600.1 }),
  'a lag that is not said': server({ claimedLagSeconds: null }),
  'a role that the plan does not fence': server({
    claimedLagSeconds: 0.2,
    others: [
      { name: 'etl_loader', canLogin: true, sessions: 0 },
      { name: 'rdsrepladmin', canLogin: true, sessions: 1 },
      { name: 'was_fenced', canLogin: false, sessions: 2 },
    ],
  }),
  'default parameters': replica({ parameterGroup: 'default.postgres17' }),
  'parameters that wait': replica({ parameterStatus: 'pending-reboot' }),
  'another family': database({ primaryFamily: known('postgres16') }),
  'another family is not known, and parameters wait': database({
    primaryFamily: WHY,
    replica: known({ ...REPLICA, parameterStatus: 'pending-reboot' }),
  }),
  'options that are applied': replica({ optionStatus: 'pending-apply' }),
  'subnets of one zone': database({ subnets: known({ status: 'Complete', zones: ['eu-west-1a'] }) }),
  'subnets that are not complete': database({
    subnets: known({ status: 'Incomplete', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
  }),
  'a key of the lost region': replica({ kmsKey: 'arn:aws:kms:eu-central-1:0:key/2' }),
  'a key without a region': replica({ kmsKey: 'key-1' }),
  'no key where the primary has one': replica({ kmsKey: null }),
  'no key at all': database({
    primary: known({ ...REPLICA, kmsKey: null }),
    replica: known({ ...REPLICA, kmsKey: null }),
  }),
  'a key where the primary has none': primary({ kmsKey: null }),
  'a smaller machine': replica({ instanceClass: 'db.t4g.micro' }),
  'less storage': replica({ allocatedGiB: 99 }),
  'more storage': replica({ allocatedGiB: 101 }),
  'no room for an instance': { quotas: known([{ name: 'DBInstances', used: 40, max: 40 }]) },
  'room for exactly one instance': { quotas: known([{ name: 'DBInstances', used: 39, max: 40 }]) },
  'no room for its storage': { quotas: known([{ name: 'AllocatedStorage', used: 99_901, max: 100_000 }]) },
  'room for a second copy of what is known alone': {
    ...database({ replica: WHY }),
    quotas: known([{ name: 'AllocatedStorage', used: 100_000, max: 100_000 }]),
  },
  'quotas that are not known': { quotas: WHY },
  'an orchestrator that is not active': {
    machines: [{ name: 'failover', state: known('DELETING') }],
    functions: [
      { name: 'promote-replica', state: known('Failed') },
      { name: 'prove-promotion', state: known('Active') },
      { name: 'switch-traffic', state: known('Pending') },
    ],
  },
  'an orchestrator that cannot be asked': {
    machines: [{ name: 'failover', state: WHY }],
    functions: [
      { name: 'promote-replica', state: WHY },
      { name: 'prove-promotion', state: known('Active') },
      { name: 'switch-traffic', state: WHY },
    ],
  },
  'no handlers': { functions: [] },
  'a drill that runs': held('pre-empted'),
  'a real failover that runs': held('refuses'),
  'a real failover without an execution': held('refuses', null),
  'a run that is over': held('over', 'SUCCEEDED'),
  'a lock that cannot be read': { locks: [{ site: 'primary', holder: WHY }] },
  'evidence that is stale': proof('the plan has changed since'),
  'no evidence': { proof: NEVER },
  'evidence that is not known': { proof: WHY },
  'a bucket elsewhere': { buckets: [{ name: 'b', planned: 'eu-west-1', region: known('us-east-1') }] },
  'a bucket that is not known': { buckets: [{ name: 'b', planned: 'eu-west-1', region: WHY }] },
  'nobody who looked': { sites: WHY },
  'a region that is lost': seen('region-lost', { role: 'primary', answered: false, failure: 'TimeoutError' }),
  'a recovery region that does not answer': seen('nothing-seen', {
    role: 'recovery',
    answered: false,
    failure: 'AccessDenied',
  }),
};

test('what each gate saw, what would be right, and what to do', async () => {
  const usual = preflightGates(factsInOrder()).map(lineOf);
  const changed = Object.entries(CASES).map(([name, changes]) => {
    const lines = preflightGates(factsInOrder(changes)).map(lineOf);
    const gone = usual.filter((line) => !lines.includes(line)).map((line) => `- ${line}`);
    const come = lines.filter((line) => !usual.includes(line)).map((line) => `+ ${line}`);
    return [name, ...gone, ...come].join('\n');
  });
  const plan = watchedPlan();
  const { primary: lost, recovery } = plan.sites;
  const unwatched = preflightGates(
    factsInOrder({ plan: { ...plan, sites: { primary: lost, recovery } } }),
  ).map(lineOf);
  const abroad = preflightGates(factsInOrder({ plan: { ...plan, allowedRegions: ['eu-west-1'] } })).map(
    lineOf,
  );
  const text = [
    ['all in order', ...usual].join('\n'),
    ...changed,
    ['no witness', ...unwatched.filter((line) => !usual.includes(line))].join('\n'),
    ['regions that are not allowed', ...abroad.filter((line) => !usual.includes(line))].join('\n'),
    ['not asked', ...NOT_ASKED].join('\n'),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot(GOLDEN);
});

test.each(['IAM', 'Route 53', 'CloudFormation', 'Organizations', 'CloudFront', 'Global Accelerator'])(
  'a failover that needed %s would rest on one region for all',
  (service) => {
    expect(needing({ service })).toEqual([
      'passed: all in eu-west-1',
      `blocked: DiscoverDatabases: ${service} DescribeDBInstances in eu-west-1`,
    ]);
  },
);

test.each(['PutBucketReplication', 'PutBucketPolicy', 'PutBucketVersioning', 'CreateBucket'])(
  'so would one that needed %s',
  (action) => {
    expect(needing({ action })[1]).toBe(`blocked: DiscoverDatabases: RDS ${action} in eu-west-1`);
  },
);

test('two calls into the lost region are both named', () => {
  expect(
    needing({ region: 'eu-central-1' }, { region: 'eu-central-1', action: 'PromoteReadReplica' }),
  ).toEqual([
    'blocked: DiscoverDatabases: RDS DescribeDBInstances in eu-central-1; DiscoverDatabases: RDS PromoteReadReplica in eu-central-1',
    'passed: none is needed',
  ]);
});

/** The gates of the path of a failover that needs these calls, as result and what was seen. */
function needing(...changes: readonly object[]): readonly string[] {
  const plan = watchedPlan();
  const [call] = plannedCalls(plan);
  if (!call) throw new Error('a failover calls something');
  const base = {
    ...call,
    required: true,
    state: 'DiscoverDatabases',
    service: 'RDS',
    action: 'DescribeDBInstances',
    region: 'eu-west-1',
  };
  const gates = pathGates(
    plan,
    changes.map((change) => ({ ...base, ...change })),
  );
  return gates.map(({ result, seen: words }) => `${result}: ${words}`);
}

test('a run that has taken the lock says from whom, and where it could not', () => {
  const lock = {
    key: 'locks/orders.json',
    owner: 'arn:run-1',
    site: 'ireland',
    generation: 7,
    takenOverFrom: null,
    preempted: null,
    alsoTaken: [{ site: 'frankfurt', generation: 4 }],
    notTaken: [],
  };
  const of = (changes: object) =>
    ownLockGates({ run: 'run-1', sites: { primary: { name: 'frankfurt' } } }, { ...lock, ...changes }).map(
      lineOf,
    );
  const right = 'free, or held by a drill: a real failover takes it from one';
  expect(of({})).toEqual([
    `passed | conflicting run | lock of ireland | held by run-1 itself, generation 7 | ${right} | -`,
    `passed | conflicting run | lock of frankfurt | held by run-1 itself, generation 4 | ${right} | -`,
  ]);
  expect(of({ takenOverFrom: 'run-0', alsoTaken: [] })).toEqual([
    `passed | conflicting run | lock of ireland | held by run-1 itself, generation 7, taken from run-0 | ${right} | -`,
  ]);
  const other = { site: 'frankfurt', generation: 4, takenOverFrom: 'run-9', preempted: null };
  expect(of({ takenOverFrom: 'run-0', alsoTaken: [other] })[1]).toBe(
    `passed | conflicting run | lock of frankfurt | held by run-1 itself, generation 4, taken from run-9 | ${right} | -`,
  );
  expect(of({ alsoTaken: [], notTaken: [{ site: 'frankfurt', reason: 'no answer' }] })[1]).toBe(
    `unknown | conflicting run | lock of frankfurt | no answer | ${right} | who holds it there is found when frankfurt answers again: the generation decides`,
  );
});

function lineOf({ result, name, subject, seen: saw, limit, remedy }: Gate): string {
  return [result, name, subject, saw, limit, remedy ?? '-'].join(' | ');
}
