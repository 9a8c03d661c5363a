import { describe, expect, it } from 'vitest';
import { FENCE_RUNGS } from '../../../lib/domain/fence/rung.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { ThrottledUnknown } from '../../../lib/domain/failure.ts';
import { makeCleanUp } from '../../../lib/steps/clean-up.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeDisruption } from '../../fakes/fake-disruption.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { DRAINED, MOVED, switchoverEvent, switchoverInput } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const LOOK_FIRST =
  'look whether orders-west in eu-west-1 is still a replica: if it was promoted, orders-north stays fenced, and logins are given back on orders-west';

const event = stepEvent('CleanUp', { StartHeartbeat: SEEN.StartHeartbeat });

describe('CleanUp', () => {
  it('says that nothing is left, and changes nothing itself', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeCleanUp(world)(event);
    const clean = {
      runningExperiments: [],
      taggedResources: [],
      runningExecutions: [],
      deferredFences: [],
      fencesInForce: [],
      problems: [],
    };
    expect(outcome).toEqual(clean);
    expect(pending).toEqual([]);
    expect(changesOf(world)).toEqual([]);
    expect(world.record.written).toMatchObject([{ kind: 'outcome', state: 'CleanUp', data: clean }]);
  });

  it('names what is left of this run, and only of this run', async () => {
    const world = makeStepWorld();
    const ports = {
      ...world,
      disruption: makeFakeDisruption(world.journal, {
        unfinished: [
          { experiment: 'EXP1', run: 'run-1' },
          { experiment: 'EXP2', run: 'run-2' },
          { experiment: 'EXP3', run: null },
        ],
      }),
      databases: makeFakeDatabases(world.journal, [
        { ...PRIMARY, tags: { 'muster:run': 'run-2' } },
        { ...REPLICA, tags: { 'muster:run': 'run-1' } },
      ]),
      executions: makeFakeExecutions(world.journal, [
        { arn: 'arn:of:ledger', name: 'run-1-ledger-orders', status: 'SUCCEEDED' },
        { arn: 'arn:of:stale', name: 'run-1-stale-orders', status: 'RUNNING' },
        { arn: 'arn:of:other', name: 'run-11-stale-orders', status: 'RUNNING' },
      ]),
    };
    expect((await makeCleanUp(ports)(event)).outcome).toEqual({
      runningExperiments: ['EXP1'],
      taggedResources: ['eu-west-1/orders-west'],
      runningExecutions: ['arn:of:stale'],
      deferredFences: [],
      fencesInForce: [],
      problems: [],
    });
  });

  it('lists a fence that was left for later on purpose, until it has its outcome', async () => {
    const DeferFence = { execution: 'arn:of:later', key: 'fences/orders/run-1.json', databases: ['orders'] };
    const later = { ...event, outcomes: { ...event.outcomes, DeferFence } };
    const outcome = async (world: ReturnType<typeof makeStepWorld>) =>
      (await makeCleanUp(world)(later)).outcome;
    expect(await outcome(makeStepWorld())).toMatchObject({ deferredFences: ['orders'], problems: [] });
    const texts = { 'runs/run-1/deferred-fence/outcome.json': '{}' };
    expect(await outcome(makeStepWorld({ texts }))).toMatchObject({ deferredFences: [] });
  });

  describe('of a fence that stands although nothing was promoted', () => {
    const tried = { databases: [{ id: 'orders', proof: 'probe' as const, attempts: [] }], waitedSeconds: 2 };
    const inForce = async (
      outcomes: Parameters<typeof stepEvent>[1],
      more: Parameters<typeof stepEvent>[2] = {},
    ) => {
      const fence = {
        rungs: [...FENCE_RUNGS],
        closedSecurityGroup: 'sg-0c0c0c0c',
        writersKey: 'writers/orders.json',
      };
      const given = stepEvent('CleanUp', outcomes, { run: runInput({ scope: 'real', fence }), ...more });
      return OUTCOMES.CleanUp.parse((await makeCleanUp(makeStepWorld())(given)).outcome).fencesInForce;
    };
    const byHand = (groups: string) => [
      'start orders-north if it is stopped',
      `give it the security groups ${groups}`,
      'as its operator: ALTER ROLE "app" LOGIN; ALTER ROLE "heartbeat" LOGIN;',
      "open the gate of the application's writers, writers/orders.json",
    ];
    const held = (groups: string) => [
      { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand: byHand(groups) },
    ];

    it('says where it stands, and what a person has to do who lifts it', async () => {
      const primary = { host: '10.0.0.1', port: 5432, securityGroups: ['sg-0a0a0a0a', 'sg-0b0b0b0b'] };
      const replica = { host: '10.1.0.1', port: 5432 };
      const DiscoverDatabases = { databases: [{ id: 'orders', primary, replica }] };
      expect(await inForce({ FenceOldPrimary: tried, DiscoverDatabases })).toEqual(
        held('sg-0a0a0a0a, sg-0b0b0b0b'),
      );
    });

    it('takes one that failed half-way for one that stands', async () => {
      const failure = { state: 'FenceOldPrimary', error: 'States.Timeout', cause: '' };
      expect(await inForce({}, { failure })).toEqual(held('that it had before'));
    });

    it('has it looked first whether the replica was promoted, where nobody knows that', async () => {
      const failure = { state: 'PromoteReplica', error: 'States.Timeout', cause: '' };
      expect(await inForce({ FenceOldPrimary: tried }, { failure })).toMatchObject([
        { instance: 'orders-north', byHand: [LOOK_FIRST, ...byHand('that it had before')] },
      ]);
    });

    it('says nothing once it was lifted, or has to stand, or was none', async () => {
      const ReturnRegion = { experimentState: 'none', databases: [], jobsStarted: false };
      const { PromoteReplica } = SEEN;
      const receipt = { ...tried, databases: [{ id: 'orders', proof: 'receipt' as const, attempts: [] }] };
      expect(await inForce({ FenceOldPrimary: tried, ReturnRegion })).toEqual([]);
      expect(await inForce({ FenceOldPrimary: tried, PromoteReplica })).toEqual([]);
      expect(await inForce({ FenceOldPrimary: receipt })).toEqual([]);
      expect(await inForce({})).toEqual([]);
    });

    it('says nothing of a silent primary to which nothing was sent, unless its fence was deferred', async () => {
      const DiscoverDatabases = {
        databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }],
      };
      const DeferFence = { execution: 'arn:f', key: 'k', databases: ['orders'], back: [] };
      const run = runInput({ scope: 'real' });
      const dark = { FenceOldPrimary: tried, DiscoverDatabases };
      expect(await inForce(dark, { run })).toEqual([]);
      expect(await inForce({ ...dark, DeferFence }, { run })).toMatchObject([{ id: 'orders' }]);
    });
  });

  describe('of a failover whose way back failed', () => {
    const problems = async (
      outcomes: Parameters<typeof stepEvent>[1],
      more: Parameters<typeof stepEvent>[2] = {},
    ) => {
      const { outcome } = await makeCleanUp(makeStepWorld())(stepEvent('CleanUp', outcomes, more));
      return OUTCOMES.CleanUp.parse(outcome).problems;
    };
    const failedAt = (state: string) => ({ failure: { state, error: 'States.Timeout', cause: '' } });
    const stopped = { jobs: [{ name: 'billing', stopped: true }], etag: '"1"' };
    const byReceipt = {
      databases: [{ id: 'orders', proof: 'receipt' as const, attempts: [] }],
      waitedSeconds: 0,
    };
    const byProbe = { ...byReceipt, databases: [{ id: 'orders', proof: 'probe' as const, attempts: [] }] };

    it.each<[string, Parameters<typeof stepEvent>[1], Parameters<typeof stepEvent>[2]]>([
      ['jobs were stopped', { StopBackgroundJobs: stopped }, {}],
      ['jobs may have been', {}, failedAt('StopBackgroundJobs')],
      ['its old primary was fenced', { FenceOldPrimary: byProbe }, {}],
      ['its replica was promoted', { FenceOldPrimary: byReceipt, PromoteReplica: SEEN.PromoteReplica }, {}],
      ['its replica may have been', { FenceOldPrimary: byReceipt }, failedAt('PromoteReplica')],
    ])('is never taken for clean: %s', async (_, outcomes, more) => {
      expect(await problems(outcomes, more)).toEqual([
        "whether the old primary was settled is not on record: jobs may be stopped, and its fence and writers' gate astray",
      ]);
      const ReturnRegion = { experimentState: 'none', databases: [], jobsStarted: false };
      expect(await problems({ ...outcomes, ReturnRegion }, more)).toEqual([]);
    });

    describe('and that has pre-empted a drill', () => {
      const at = '2026-03-01T11:59:00.000000Z';
      const preempted = { run: 'drill-1', at, waitedSeconds: 1, because: 'its call in flight has ended' };
      const AcquireLock = { ...SEEN.AcquireLock, takenOverFrom: 'arn:of:drill-1', preempted };
      const outcome = (state: string, data: object): StepEntry => {
        return { schemaVersion: 1, kind: 'outcome', state, attempt: 0, at, data: { ...data } };
      };
      const securityGroups = ['sg-0a0a0a0a'];
      const address = { host: '10.0.0.1', port: 5432 };
      const replica = { host: '10.1.0.1', port: 5432 };
      const entries = [
        outcome('DiscoverDatabases', {
          databases: [{ id: 'orders', primary: { ...address, securityGroups }, replica }],
        }),
        outcome('FenceOldPrimary', byProbe),
      ];
      const left = async (outcomes: Parameters<typeof stepEvent>[1]) => {
        const given = stepEvent('CleanUp', { AcquireLock, ...outcomes });
        const { outcome: seen } = await makeCleanUp(makeStepWorld({ entries }))(given);
        return OUTCOMES.CleanUp.parse(seen);
      };

      it('says what that one has left in force, once, and how a person takes it back', async () => {
        const byHand = ['as its operator: ALTER ROLE "app" LOGIN; ALTER ROLE "heartbeat" LOGIN;'];
        const inForce = [{ id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand }];
        const seen = await left({});
        expect(seen.fencesInForce).toEqual(inForce);
        expect(seen.problems).toHaveLength(1);
        expect((await left({ FenceOldPrimary: byProbe })).fencesInForce).toEqual(inForce);
      });

      it('says nothing once that was taken back', async () => {
        const ReturnRegion = { experimentState: 'none', databases: [], jobsStarted: false };
        expect(await left({ ReturnRegion })).toMatchObject({ fencesInForce: [], problems: [] });
      });

      it('is told of by the drill itself, until another has taken it back', async () => {
        const given = stepEvent('CleanUp', { FenceOldPrimary: byProbe });
        const seen = async (texts: Record<string, string>) =>
          OUTCOMES.CleanUp.parse((await makeCleanUp(makeStepWorld({ texts }))(given)).outcome);
        expect((await seen({})).fencesInForce).toHaveLength(1);
        const settled = await seen({ 'runs/run-1/settled-by.json': '{"by":"real-1"}' });
        expect(settled).toMatchObject({ fencesInForce: [], problems: [] });
      });
    });

    it('has no problem before anything was changed', async () => {
      const StopBackgroundJobs = { jobs: [], etag: null };
      expect(await problems({ StopBackgroundJobs, FenceOldPrimary: byReceipt })).toEqual([]);
    });
  });

  describe('of a switchover whose roles could not be settled', () => {
    const tried = { databases: [{ id: 'orders', proof: 'probe' as const, attempts: [] }], waitedSeconds: 2 };
    const failedAt = (state: string) => ({ failure: { state, error: 'States.Timeout', cause: '' } });
    const inForce = async (
      outcomes: Parameters<typeof switchoverEvent>[1],
      more: Parameters<typeof switchoverEvent>[2] = {},
    ) => {
      const given = switchoverEvent('CleanUp', outcomes, more);
      return OUTCOMES.CleanUp.parse((await makeCleanUp(makeStepWorld())(given)).outcome).fencesInForce;
    };
    const LOGIN = 'as its operator: ALTER ROLE "app" LOGIN; ALTER ROLE "heartbeat" LOGIN;';
    const NORTH = { id: 'orders', region: 'eu-north-1', instance: 'orders-north', byHand: [LOGIN] };
    const WEST = { id: 'orders', region: 'eu-west-1', instance: 'orders-west', byHand: [LOGIN] };
    const PROVEN = { ProvePromotion: { databases: [] } };
    const SettleRoles = {
      experimentState: 'none',
      holds: null,
      rebuild: null,
      activeSite: 'north',
      databases: [],
      jobsStarted: true,
    };

    it('names the primary that has no logins, where it has turned back, and how a person gives them back', async () => {
      expect(await inForce(DRAINED, failedAt('AwaitCatchUp'))).toEqual([NORTH]);
      expect(await inForce({ ...DRAINED, FenceOldPrimary: tried })).toEqual([NORTH]);
    });

    it('takes a drain that was begun and left no word for one', async () => {
      expect(await inForce({}, failedAt('DrainWriters'))).toEqual([NORTH]);
    });

    it('has no gate opened that a drain does not close', async () => {
      const fence = { ...switchoverInput().fence, writersKey: 'writers/orders.json' };
      const run = switchoverInput({ fence });
      expect(await inForce(DRAINED, { run })).toEqual([NORTH]);
      expect(await inForce(MOVED, { run })).toEqual([
        { ...WEST, byHand: [LOGIN, "open the gate of the application's writers, writers/orders.json"] },
      ]);
    });

    it('names the promoted server, which has taken the lack of logins over, until its promotion is proven', async () => {
      expect(await inForce({ ...MOVED, FenceOldPrimary: tried })).toEqual([WEST]);
      expect(await inForce({ ...MOVED, ...PROVEN })).toEqual([]);
    });

    it('has it looked first whether the replica was promoted, where nobody knows that', async () => {
      expect(await inForce(DRAINED, failedAt('PromoteReplica'))).toEqual([
        { ...NORTH, byHand: [LOOK_FIRST, LOGIN] },
      ]);
    });

    it('names the primary of the way back on the way back', async () => {
      const [host, port] = ['10.1.0.1', 5432];
      const DiscoverDatabasesBack = {
        databases: [{ id: 'orders', primary: { host, port }, replica: { host: '10.0.0.9', port } }],
      };
      const there = { ...MOVED, ...PROVEN, DiscoverDatabasesBack };
      expect(await inForce(there)).toEqual([]);
      expect(await inForce({ ...there, DrainWritersBack: DRAINED.DrainWriters })).toEqual([WEST]);
    });

    it('names the primary that a failback has drained', async () => {
      const run = switchoverInput({ turned: true, failback: false });
      expect(await inForce(DRAINED, { run })).toEqual([WEST]);
    });

    it.each<[string, Parameters<typeof switchoverEvent>[1], Parameters<typeof switchoverEvent>[2]]>([
      ['only jobs were stopped', { StopBackgroundJobs: { jobs: [], etag: null } }, {}],
      ['jobs may have been', {}, failedAt('StopBackgroundJobs')],
      ['the promotion was proven, and clients have their logins', { ...MOVED, ...PROVEN }, {}],
      ['the way back was begun', { StopBackgroundJobsBack: { jobs: [], etag: null } }, {}],
    ])('is never taken for clean, also where no login is withheld: %s', async (_, outcomes, more) => {
      const { outcome } = await makeCleanUp(makeStepWorld())(switchoverEvent('CleanUp', outcomes, more));
      expect(OUTCOMES.CleanUp.parse(outcome).problems).toEqual([
        "whether the roles were settled is not on record: jobs may be stopped, and switch and writers' gate astray",
        ...(outcomes && 'PromoteReplica' in outcomes
          ? [expect.stringContaining('promoted, which nobody may undo: ')]
          : []),
      ]);
      const settled = switchoverEvent('CleanUp', { ...outcomes, SettleRoles }, more);
      const clean = await makeCleanUp(makeStepWorld())(settled);
      expect(OUTCOMES.CleanUp.parse(clean.outcome).problems).toEqual([]);
    });

    it('says which server was promoted, and what a person does, since nobody undoes that', async () => {
      const problemsOf = async (...[outcomes, more]: [object, object?]) => {
        const { outcome } = await makeCleanUp(makeStepWorld())(
          switchoverEvent('CleanUp', { ...outcomes }, { ...more }),
        );
        return OUTCOMES.CleanUp.parse(outcome).problems.slice(1);
      };
      const words = (instance: string) =>
        `promoted, which nobody may undo: ${instance}. Unless another run has gone on from there, and where \`npx muster clean\` cannot bring it to its end: keep what was the primary from writing, lead clients to what was promoted, start the jobs there, and rebuild the old primary as its replica`;
      const { PromoteReplica } = MOVED;
      const [there] = PromoteReplica.databases;
      expect(await problemsOf({ ...DRAINED, PromoteReplica })).toEqual([words(String(there?.instance))]);
      const PromoteReplicaBack = { databases: [{ ...there, instance: 'orders-north' }] };
      expect(await problemsOf({ ...MOVED, ...DRAINED, PromoteReplicaBack })).toEqual([words('orders-north')]);
      expect(await problemsOf(DRAINED, failedAt('PromoteReplica'))).toEqual([
        'a promotion was asked for, and what came of it is not on record: look at each server, before anything is changed',
      ]);
      expect(await problemsOf(DRAINED)).toEqual([]);
    });

    it('has no problem before anything was begun', async () => {
      const { outcome } = await makeCleanUp(makeStepWorld())(switchoverEvent('CleanUp', {}));
      expect(OUTCOMES.CleanUp.parse(outcome).problems).toEqual([]);
    });

    it('says nothing once roles are settled, or where nobody was drained', async () => {
      expect(await inForce({ ...DRAINED, FenceOldPrimary: tried, SettleRoles })).toEqual([]);
      expect(await inForce({})).toEqual([]);
      expect(await inForce({}, failedAt('StopBackgroundJobs'))).toEqual([]);
    });
  });

  it('takes what could not be asked for a problem, never for clean, and asks the rest all the same', async () => {
    const world = makeStepWorld();
    const throttled = new ThrottledUnknown({
      subject: 'RDS in eu-north-1',
      seen: 'Throttling',
      limit: 'an answer that says done or failed',
    });
    const databases = { ...world.databases, list: () => Promise.reject(throttled) };
    const { outcome } = await makeCleanUp({ ...world, databases })(event);
    expect(outcome).toEqual({
      runningExperiments: [],
      taggedResources: [],
      runningExecutions: [],
      deferredFences: [],
      fencesInForce: [],
      problems: [
        'taggedResources could not be asked: RDS in eu-north-1: saw Throttling; expected an answer that says done or failed',
      ],
    });
    expect(world.journal.some((line) => line.startsWith('executions.list '))).toBe(true);
  });
});
