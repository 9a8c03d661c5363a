import { describe, expect, it, test } from 'vitest';
import { known, unknown } from '../../../../lib/domain/brief/fact.ts';
import { pathGates } from '../../../../lib/domain/preflight/path-gates.ts';
import type { DatabaseFacts, PreflightFacts } from '../../../../lib/domain/preflight/preflight-facts.ts';
import { preflightGates } from '../../../../lib/domain/preflight/preflight-gates.ts';
import { preflightKeys, worstOf } from '../../../../lib/domain/preflight/preflight-result.ts';
import { isPromoted } from '../../../../lib/domain/preflight/replica-gates.ts';
import { type PromotedBefore, realChecks } from '../../../../lib/domain/preflight/real-checks.ts';
import { plannedCalls } from '../../../../lib/domain/run/planned-calls.ts';
import { DATABASE, factsInOrder, REPLICA, watchedPlan } from '../../../fakes/preflight-facts.ts';

/** Gates that did not pass, as name, subject and result. */
function wrong(changes: Partial<PreflightFacts>): readonly string[] {
  return preflightGates(factsInOrder(changes))
    .filter(({ result }) => result !== 'passed')
    .map(({ name, subject, result }) => `${name}, ${subject}: ${result}`);
}

const database = (changes: Partial<DatabaseFacts>) => ({ databases: [{ ...DATABASE, ...changes }] });
const replica = (changes: Partial<typeof REPLICA>) =>
  database({ replica: known({ ...REPLICA, ...changes }) });
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
const held = (effect: 'pre-empted' | 'refuses' | 'over') => ({
  locks: [
    {
      site: 'recovery' as const,
      holder: known({ run: 'r', scope: 'real' as const, status: 'RUNNING', effect }),
    },
  ],
});

it('a plan of which everything is in order passes every gate', () => {
  expect(wrong({})).toEqual([]);
  expect(preflightGates(factsInOrder()).length).toBeGreaterThan(20);
});

describe('each gate', () => {
  test.each<[string, Partial<PreflightFacts>, string]>([
    [
      'a status that cannot be promoted',
      replica({ status: 'failed' }),
      'replica usable, orders-ireland: blocked',
    ],
    ['a backup that runs', replica({ status: 'backing-up' }), 'replica usable, orders-ireland: warned'],
    [
      'an instance that is no replica',
      replica({ source: null }),
      'replica of the primary, orders-ireland: blocked',
    ],
    ['a replica of another', replica({ source: 'other' }), 'replica of the primary, orders-ireland: blocked'],
    ['a status that passes', replica({ status: 'modifying' }), 'replica usable, orders-ireland: warned'],
    ['one that takes writes', server({ inRecovery: false }), 'replica in recovery, orders-ireland: blocked'],
    ['a stream that ended', server({ receiverStatus: null }), 'replica streaming, orders-ireland: warned'],
    ['a lag above the RPO', server({ claimedLagSeconds: 4_000 }), 'how far behind, orders-db: warned'],
    ['a lag that is not said', server({ claimedLagSeconds: null }), 'how far behind, orders-db: unknown'],
    [
      'a server without an answer',
      database({ server: unknown('no answer') }),
      'replica answers, orders-ireland: unknown',
    ],
    [
      'an API without an answer',
      { ...database({ replica: unknown('no answer') }), quotas: known([]) },
      'replica usable, orders-ireland: unknown',
    ],
    [
      'default parameters',
      replica({ parameterGroup: 'default.postgres17' }),
      'parameter group, orders-ireland: warned',
    ],
    [
      'parameters that wait',
      replica({ parameterStatus: 'pending-reboot' }),
      'parameter group, orders-ireland: warned',
    ],
    [
      'another family',
      database({ primaryFamily: known('postgres16') }),
      'parameter group, orders-ireland: warned',
    ],
    [
      'options that are applied',
      replica({ optionStatus: 'pending-apply' }),
      'option group, orders-ireland: warned',
    ],
    [
      'a subnet group that is not there',
      database({ subnets: unknown('DBSubnetGroupNotFoundFault') }),
      'subnets, orders-ireland: unknown',
    ],
    [
      'subnets of one zone',
      database({ subnets: known({ status: 'Complete', zones: ['eu-west-1a'] }) }),
      'subnets, orders-ireland: warned',
    ],
    [
      'a key of the region that is lost',
      replica({ kmsKey: 'arn:aws:kms:eu-central-1:0:key/2' }),
      'key, orders-ireland: blocked',
    ],
    [
      'no key where the primary has one',
      replica({ kmsKey: null }),
      'encrypted as the primary is, orders-ireland: blocked',
    ],
    [
      'a smaller machine',
      replica({ instanceClass: 'db.t4g.micro' }),
      'class and storage, orders-ireland: warned',
    ],
    [
      'no room for a second copy',
      { quotas: known([{ name: 'DBInstances', used: 40, max: 40 }]) },
      'quota, DBInstances in eu-west-1: warned',
    ],
    ['quotas that are not known', { quotas: unknown('AccessDenied') }, 'quota, eu-west-1: unknown'],
    [
      'a workflow that is deleted',
      { machines: [{ name: 'failover', state: known('DELETING') }] },
      'orchestrator, state machine failover: blocked',
    ],
    [
      'a workflow that cannot be asked',
      { machines: [{ name: 'failover', state: unknown('no answer') }] },
      'orchestrator, state machine failover: unknown',
    ],
    [
      'a handler that is not active',
      { functions: [{ name: 'promote-replica', state: known('Failed') }] },
      'orchestrator, handlers: blocked',
    ],
    ['no handlers at all', { functions: [] }, 'orchestrator, handlers: blocked'],
    [
      'a handler that is not known',
      { functions: [{ name: 'promote-replica', state: unknown('no such function') }] },
      'orchestrator, handlers: unknown',
    ],
    ['a drill that runs', held('pre-empted'), 'conflicting run, lock of ireland: warned'],
    ['a real failover that runs', held('refuses'), 'conflicting run, lock of ireland: blocked'],
    [
      'a lock that cannot be read',
      { locks: [{ site: 'primary', holder: unknown('no answer') }] },
      'conflicting run, lock of frankfurt: unknown',
    ],
    [
      'evidence that is stale',
      {
        proof: known({
          passed: null,
          notPassedSince: null,
          stale: 'no failover drill of this plan has passed',
        }),
      },
      'evidence fresh, orders: warned',
    ],
    [
      'a bucket elsewhere',
      { buckets: [{ name: 'b', planned: 'eu-west-1', region: known('us-east-1') }] },
      'residency, b: blocked',
    ],
    [
      'a bucket without an answer',
      { buckets: [{ name: 'b', planned: 'eu-west-1', region: unknown('NoSuchBucket') }] },
      'residency, b: unknown',
    ],
    ['nobody who looked', { sites: unknown('no answer') }, 'vantage points, orders: unknown'],
  ])('%s', (_, changes, expected) => {
    expect(wrong(changes)).toEqual([expected]);
  });

  it('a run that is over holds nothing back', () => {
    expect(wrong(held('over'))).toEqual([]);
  });

  it('a plan without a witness is warned, and data outside of its regions are not let through', () => {
    const { witness, ...sites } = watchedPlan().sites;
    expect(witness?.region).toBe('eu-north-1');
    expect(wrong({ plan: { ...watchedPlan(), sites } })).toEqual(['witness, none: warned']);
    expect(wrong({ plan: { ...watchedPlan(), allowedRegions: ['eu-central-1'] } })).toEqual([
      'residency, key of orders-db: blocked',
      'residency, calls of a failover: blocked',
      'residency, muster-orders-eu-west-1: blocked',
    ]);
  });

  it('says what to do wherever something is wrong', () => {
    for (const changes of [replica({ status: 'failed' }), held('refuses'), { functions: [] }])
      for (const { result, remedy } of preflightGates(factsInOrder(changes)))
        expect(remedy === null).toBe(result === 'passed');
  });
});

describe('the recovery path', () => {
  const plan = watchedPlan();
  const calls = plannedCalls(plan);
  const [first] = calls;
  const other = (changes: object) => (first ? [...calls, { ...first, required: true, ...changes }] : []);
  const results = (more: typeof calls) => pathGates(plan, more).map(({ result }) => result);

  it('is blocked by a required call of the lost region, and by a control plane that stands in one for all', () => {
    expect(results(calls)).toEqual(['passed', 'passed']);
    expect(results(other({ region: 'eu-central-1' }))).toEqual(['blocked', 'passed']);
    expect(results(other({ region: 'eu-central-1', required: false }))).toEqual(['passed', 'passed']);
    expect(
      results(other({ service: 'Route 53', action: 'ChangeResourceRecordSets', region: 'us-east-1' })),
    ).toEqual(['blocked', 'blocked']);
    expect(results(other({ action: 'PutBucketReplication' }))).toEqual(['passed', 'blocked']);
    expect(results([])).toEqual(['blocked', 'passed']);
  });
});

test('what all come to is the worst: what could not be asked is worse than a warning', () => {
  const of = (...results: readonly ('passed' | 'warned' | 'blocked' | 'unknown')[]) =>
    worstOf(results.map((result) => ({ result })));
  expect(of('passed', 'warned', 'unknown', 'blocked')).toBe('blocked');
  expect(of('passed', 'warned', 'unknown')).toBe('unknown');
  expect(of('passed', 'warned')).toBe('warned');
  expect(of('passed')).toBe('passed');
  expect(of()).toBe('unknown');
});

const NONE: PromotedBefore = { instances: [], isExplained: false };
const notPassed = (changes: Partial<PreflightFacts>, promoted = NONE) =>
  realChecks(preflightGates(factsInOrder(changes)), promoted).filter(({ passed }) => !passed);

test('as checks of a real run nothing passes that is blocked, warned of or not known', () => {
  expect(notPassed({ ...replica({ status: 'failed' }), quotas: unknown('AccessDenied') })).toEqual([
    {
      name: 'replica usable',
      subject: 'orders-ireland',
      passed: false,
      blocking: true,
      seen: 'status failed',
      limit: 'available',
    },
    {
      name: 'quota',
      subject: 'eu-west-1',
      passed: false,
      blocking: false,
      seen: 'not known: AccessDenied',
      limit: 'room for a second copy of each database',
    },
  ]);
});

test('a real run is stopped by what makes its promotion senseless, and by nothing else', () => {
  const stale = {
    proof: known({ passed: null, notPassedSince: null, stale: 'no failover drill of this plan has passed' }),
  };
  const stops = (changes: Partial<PreflightFacts>) => notPassed(changes).map(({ blocking }) => blocking);
  expect(stops(replica({ source: 'other' }))).toEqual([true]);
  expect(stops(server({ inRecovery: false }))).toEqual([true]);
  expect(stops(replica({ status: 'modifying' }))).toEqual([false]);
  expect(stops(stale)).toEqual([false]);
  expect(stops({ functions: [] })).toEqual([false]);
  const others = [{ name: 'etl_loader', canLogin: true, sessions: 0 }];
  expect(stops(server({ others }))).toEqual([false]);
  expect(stops({ plan: { ...watchedPlan(), allowedRegions: ['eu-central-1'] } })).toEqual([
    false,
    false,
    false,
  ]);
});

test('a replica that is promoted already stops a real run, unless somebody says by whom', () => {
  const promoted = database({
    replica: known({ ...REPLICA, source: null }),
    server: known({ inRecovery: false, receiverStatus: null, claimedLagSeconds: null, others: [] }),
  });
  expect(promoted.databases.map(isPromoted)).toEqual([true]);
  expect([DATABASE, ...replica({ source: null }).databases].map(isPromoted)).toEqual([false, false]);
  const checks = (isExplained: boolean) =>
    notPassed(promoted, { instances: ['orders-ireland'], isExplained })
      .slice(0, 2)
      .map(({ name, blocking, seen }) => `${name}: ${blocking}, ${seen}`);
  expect(checks(true)).toEqual([
    'replica of the primary: false, it is no replica; promoted already, which stops nothing',
    'replica in recovery: false, out of recovery: it takes writes of its own; promoted already, which stops nothing',
  ]);
  const nobody =
    'promoted already, and nobody has said by whom: look whether it has all that the primary has, then `muster runs adopt`, or --despite with the reason';
  expect(checks(false)).toEqual([
    `replica of the primary: true, it is no replica; ${nobody}`,
    `replica in recovery: true, out of recovery: it takes writes of its own; ${nobody}`,
  ]);
});

test('results are kept in the order of time', () => {
  expect(preflightKeys.result({ plan: 'orders', at: '2026-03-01T12:00:00.000000Z' })).toBe(
    'preflight/orders/20260301T120000.000000Z.json',
  );
});

test('what cannot be compared is not known, and asks for nothing that may be wrong', () => {
  const dark = unknown('its region did not answer');
  const unencrypted = known({ ...REPLICA, kmsKey: null });
  const facts = factsInOrder({ databases: [{ ...DATABASE, primary: dark, replica: unencrypted }] });
  expect(preflightGates(facts)).toContainEqual(
    expect.objectContaining({
      name: 'encrypted as the primary is',
      result: 'unknown',
      seen: 'not encrypted; of the primary: its region did not answer',
      limit: 'encrypted, if the primary is',
    }),
  );
});
