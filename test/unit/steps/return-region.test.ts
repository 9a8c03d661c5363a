import { describe, expect, it } from 'vitest';
import type { FenceInput } from '../../../lib/domain/run/fence-input.ts';
import { type OutcomeOf, OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import type { LoginProbe } from '../../../lib/ports/database-logins.ts';
import { ThrottledUnknown } from '../../../lib/domain/failure.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { makeReturnRegion } from '../../../lib/steps/return-region.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeDisruption } from '../../fakes/fake-disruption.ts';
import type { ExperimentRef } from '../../../lib/ports/disruption.ts';
import { makeFakeClients } from '../../fakes/fake-fence.ts';
import { makeFakeSessions } from '../../fakes/fake-sessions.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import {
  allChangesOf,
  changesOf,
  makeStepWorld,
  superseded,
  supersededAfter,
} from '../../fakes/step-world.ts';

const { ApplyConditions, InjectDisruption, PromoteReplica } = SEEN;
const SwitchTraffic: OutcomeOf<'SwitchTraffic'> = {
  activeSite: 'west',
  key: 'traffic/orders.json',
  etag: '"2"',
};
const afterFailover = stepEvent('ReturnRegion', {
  ApplyConditions,
  InjectDisruption,
  PromoteReplica,
  SwitchTraffic,
});
const notPromoted = stepEvent('ReturnRegion', { ApplyConditions, InjectDisruption });
const UNDO = 'disruption.undo eu-north-1/EXP1';
const FENCE = 'sessions.fence 10.0.0.1 as orders/operator: app, heartbeat';

function probing(probe: LoginProbe) {
  const world = makeStepWorld();
  return { ...world, sessions: makeFakeSessions(world.journal, { probe }) };
}

describe('ReturnRegion', () => {
  it('undoes the disruption once its intent is on record, fences the old primary and probes it', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeReturnRegion(world)(afterFailover);
    expect(outcome).toEqual({
      experimentState: 'stopped',
      beforeUndo: { state: 'running', endedAt: null },
      databases: [
        {
          id: 'orders',
          fence: 'proven',
          rolesWithoutLogin: ['app', 'heartbeat'],
          probe: 'refused: role "heartbeat" is not permitted to log in',
          attempts: [],
          secondLook: null,
        },
      ],
      jobsStarted: false,
    });
    expect(pending).toEqual([]);
    expect(world.journal.slice(0, 2).toSorted()).toEqual([
      'locks.verify locks/orders.json 7',
      'record.append ReturnRegion/0/intent',
    ]);
    expect(world.journal.slice(2)).toEqual([
      'disruption.status eu-north-1/EXP1',
      UNDO,
      'disruption.status eu-north-1/EXP1',
      FENCE,
      'sessions.probeLogin 10.0.0.1 as orders/heartbeat within 2000 ms',
      'record.append ReturnRegion/0/outcome',
    ]);
  });

  describe('behind a fence that probes had proven', () => {
    const FenceOldPrimary: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'probe', attempts: [] }],
      waitedSeconds: 0,
    };
    const proven = { ...afterFailover, outcomes: { ...afterFailover.outcomes, FenceOldPrimary } };
    const LOOK = 'clients.standing 10.0.0.1 as orders/operator: app, heartbeat';
    const REMEMBERED = 'runs/run-1/fence/second-look/orders.json';
    const found = (sessions: number) => {
      const world = makeStepWorld();
      const standing = { withoutLogin: ['app', 'heartbeat'], sessions, others: [] };
      return { ...world, clients: makeFakeClients(world.journal, standing) };
    };
    const looked = async (world: Parameters<typeof makeReturnRegion>[0]) => {
      const { outcome } = await makeReturnRegion(world)(proven);
      return OUTCOMES.ReturnRegion.parse(outcome).databases.map(({ secondLook }) => secondLook);
    };

    it('looks for clients before it ends their sessions, and says that there are none', async () => {
      const world = found(0);
      expect(await looked(world)).toEqual([{ at: '2026-03-01T12:00:00.000000Z', sessions: 0 }]);
      expect(world.journal.filter((line) => [LOOK, FENCE].includes(line))).toEqual([LOOK, FENCE]);
      expect(await world.objects.get(REMEMBERED)).toBeNull();
    });

    it('remembers those that were there, also for who is called again when they were ended', async () => {
      const world = found(2);
      const sessions = { ...world.sessions, fence: () => Promise.reject(new Error('silence')) };
      await expect(looked({ ...world, sessions })).rejects.toMatchObject({
        name: 'CleanUpIncomplete',
        message: expect.stringContaining('orders-north: saw silence; expected login revoked'),
      });
      const twoSeen = [{ at: '2026-03-01T12:00:00.000000Z', sessions: 2 }];
      expect(await looked({ ...found(0), objects: world.objects })).toEqual(twoSeen);
    });

    it('is called again where it cannot look', async () => {
      const world = found(0);
      const clients = { ...world.clients, standing: () => Promise.reject(new Error('no answer')) };
      await expect(looked({ ...world, clients })).rejects.toMatchObject({ name: 'CleanUpIncomplete' });
      expect(world.journal).not.toContain(FENCE);
    });
  });

  describe('behind a rung that lets nobody in to look', () => {
    const CLOSED = 'sg-0c0c0c0c';
    const rungs = ['revoke-login-and-end-sessions', 'close-network', 'stop-instance'] as const;
    const FenceOldPrimary: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'probe', attempts: [] }],
      waitedSeconds: 0,
    };
    const settled = async (groups: readonly string[], status = 'available', probed = SILENT) => {
      const world = probing(probed);
      const fence = { rungs: [...rungs], closedSecurityGroup: CLOSED, writersKey: null };
      const { outcomes } = afterFailover;
      const event = stepEvent('ReturnRegion', { ...outcomes, FenceOldPrimary }, { run: runInput({ fence }) });
      const silence = () => Promise.reject(new Error('no answer within 2 s'));
      const gates = { ...world.gates, groups: async () => ({ groups, inForce: true }) };
      const databases = makeFakeDatabases(world.journal, [{ ...PRIMARY, status }, REPLICA]);
      const clients = { ...world.clients, standing: silence };
      const sessions = { ...world.sessions, keepOpen: silence };
      const ports = { ...world, gates, databases, clients, sessions };
      const { outcome } = await world.clock.drive(makeReturnRegion(ports)(event));
      const [found] = OUTCOMES.ReturnRegion.parse(outcome).databases;
      return { found, journal: world.journal };
    };
    const SILENT: LoginProbe = { result: 'unreachable', seen: 'no answer' };
    const WORDS = `${CLOSED} alone is in force still: nobody gets in, the operator neither`;

    it('says that its network is closed still, and tries what of the ladder is not in force', async () => {
      const { found, journal } = await settled([CLOSED]);
      expect(found).toMatchObject({
        fence: 'proven',
        probe: `unreachable: no answer; ${WORDS}`,
        rolesWithoutLogin: [],
        secondLook: null,
      });
      expect(found?.attempts[0]).toEqual({
        rung: 'close-network',
        result: 'proven',
        detail: WORDS,
        seconds: 0,
      });
      expect(journal).toContain('gates.stop eu-north-1/orders-north');
      expect(journal.filter((line) => line.startsWith('gates.admitOnly'))).toEqual([]);
    });

    it('says that it is stopped still', async () => {
      const { found } = await settled(['sg-0a0a0a0a', CLOSED], 'stopped');
      expect(found?.fence).toBe('proven');
      expect(found?.attempts.find(({ rung }) => rung === 'stop-instance')).toMatchObject({
        result: 'proven',
        detail: 'its status is stopped still',
      });
    });

    it('is no proof where somebody gets in all the same', async () => {
      const { found } = await settled([CLOSED], 'available', { result: 'accepted', seen: 'ran' });
      expect(found?.fence).toBe('unproven');
    });

    it('is called again where it is not shut, and does not answer', async () => {
      await expect(settled(['sg-0a0a0a0a'])).rejects.toMatchObject({ name: 'CleanUpIncomplete' });
    });
  });

  it('gives login back when a fence by SQL stands and nothing was promoted, also without a disruption', async () => {
    const world = makeStepWorld();
    const FenceOldPrimary: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'none', attempts: [] }],
      waitedSeconds: 2,
    };
    const failed = stepEvent('ReturnRegion', {
      InjectDisruption: { ...InjectDisruption, experiment: null, receipt: null },
      FenceOldPrimary,
    });
    expect((await makeReturnRegion(world)(failed)).outcome).toEqual({
      experimentState: 'none',
      beforeUndo: null,
      databases: [
        { id: 'orders', fence: 'lifted', rolesWithoutLogin: [], probe: 'nothing was promoted', attempts: [] },
      ],
      jobsStarted: false,
    });
    expect(world.journal).toContain('sessions.admit 10.0.0.1 as orders/operator: app, heartbeat');
  });

  it('gives login back where a deferred fence may have found it meanwhile, silent as it was at discovery', async () => {
    const world = makeStepWorld();
    const FenceOldPrimary: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'none', attempts: [] }],
      waitedSeconds: 2,
    };
    const DiscoverDatabases = {
      databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }],
    };
    const DeferFence = {
      execution: 'arn:of:fence',
      key: 'fences/orders/run-1.json',
      databases: ['orders'],
      back: [],
    };
    const dark = { FenceOldPrimary, DiscoverDatabases };
    const real = { run: runInput({ scope: 'real' }) };
    const fence = async (event: unknown) => (await makeReturnRegion(world)(event)).outcome;
    expect(await fence(stepEvent('ReturnRegion', { ...dark, DeferFence }, real))).toMatchObject({
      databases: [{ fence: 'lifted' }],
    });
    expect(world.journal).toContain('sessions.admit 10.0.0.1 as orders/operator: app, heartbeat');
    expect(await fence(stepEvent('ReturnRegion', dark, real))).toMatchObject({
      databases: [{ fence: 'not-needed' }],
    });
  });

  it('leaves an instance that RDS is still stopping to its next call, before its own time is over', async () => {
    const world = makeStepWorld();
    const failure = { state: 'FenceOldPrimary', error: 'RunAborted', cause: '' };
    const rungs = ['revoke-login-and-end-sessions' as const, 'stop-instance' as const];
    const run = runInput({ scope: 'real', fence: { rungs, closedSecurityGroup: null, writersKey: null } });
    const databases = makeFakeDatabases(world.journal, [{ ...PRIMARY, status: 'stopping' }, REPLICA]);
    const event = stepEvent('ReturnRegion', {}, { run, failure });
    const returning = makeReturnRegion({ ...world, databases })(event);
    await expect(world.clock.drive(returning)).rejects.toMatchObject({
      name: 'FenceNotLifted',
      message: expect.stringContaining('orders-north: saw status stopping; expected login'),
    });
    expect(Number(world.clock.monotonicNs()) / 1e9).toBe(100);
  });

  it('gives login back when the fence failed half-way and left no outcome', async () => {
    const world = makeStepWorld();
    const failure = { state: 'FenceOldPrimary', error: 'States.Timeout', cause: '' };
    const returning = makeReturnRegion(world)({ ...notPromoted, failure });
    const { outcome } = await world.clock.drive(returning);
    expect(outcome).toMatchObject({ databases: [{ fence: 'lifted' }] });
    expect(Number(world.clock.monotonicNs()) / 1e9, 'a fence that is on its way has come').toBe(5);
  });

  it('watches a replica whose promotion was never answered, and goes forward when it comes true', async () => {
    const world = makeStepWorld();
    const failure = { state: 'PromoteReplica', error: 'RegionUnreachable', cause: '' };
    const sources = [REPLICA.source, REPLICA.source, null];
    const answering = async () => ({ ...REPLICA, source: sources.shift() ?? null });
    const ports = { ...world, databases: { ...world.databases, describe: answering } };
    await expect(
      world.clock.drive(makeReturnRegion(ports)({ ...notPromoted, failure })),
    ).rejects.toMatchObject({
      name: 'AbortTooLate',
      message:
        'orders-west: saw a promoted replica that clients are not led to; expected nothing promoted: the run goes on to its end',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('fences a promoted primary of old when there is no way forward either', async () => {
    const world = makeStepWorld();
    const event = stepEvent('ReturnRegion', { InjectDisruption, PromoteReplica });
    await expect(makeReturnRegion(world)(event)).rejects.toMatchObject({ name: 'AbortTooLate' });
    const { outcome } = await makeReturnRegion(world)({ ...event, forward: true });
    expect(outcome).toMatchObject({ databases: [{ fence: 'proven' }] });
  });

  it('goes no way forward for a run that a later one has superseded', async () => {
    const world = makeStepWorld();
    const event = stepEvent('ReturnRegion', { InjectDisruption, PromoteReplica });
    await expect(makeReturnRegion(superseded(world))(event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
  });

  function unanswered(status: string) {
    const world = makeStepWorld();
    const failure = { state: 'PromoteReplica', error: 'RegionUnreachable', cause: '' };
    const databases = { ...world.databases, describe: async () => ({ ...REPLICA, status }) };
    return { world, returning: makeReturnRegion({ ...world, databases })({ ...notPromoted, failure }) };
  }

  it('watches one that stays a replica and is available for as long as a promotion may take to show', async () => {
    const { world, returning } = unanswered('available');
    expect((await world.clock.drive(returning)).outcome).toMatchObject({
      databases: [{ fence: 'not-needed' }],
    });
    expect(Number(world.clock.monotonicNs()) / 1e9).toBe(45);
  });

  it('neither goes back nor forward while a replica that may be promoted has not come to rest', async () => {
    const { world, returning } = unanswered('backing-up');
    await expect(world.clock.drive(returning)).rejects.toMatchObject({
      name: 'CleanUpIncomplete',
      message: `orders-west: saw status backing-up, source ${REPLICA.source}, after a promotion that was asked for and never answered; expected a replica that has come to rest, promoted or not`,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('leaves the old primary alone where the replica was promoted and this run never asked for it, and says so', async () => {
    const world = makeStepWorld();
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]);
    const run = runInput({ scope: 'real', real: realEvent() });
    const { outcome } = await makeReturnRegion({ ...world, databases })(
      stepEvent('ReturnRegion', {}, { run }),
    );
    expect(outcome).toMatchObject({
      databases: [
        {
          id: 'orders',
          fence: 'unproven',
          probe: 'its replica was promoted, not by this run, which has fenced nothing',
        },
      ],
    });
    expect(changesOf(world)).toEqual([]);
  });

  describe('of a real run beside a replica that another has promoted', () => {
    const FenceOldPrimary: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'probe', attempts: [] }],
      waitedSeconds: 0,
    };
    const at = '2026-03-01T11:59:00.000000Z';
    const preempted = { run: 'drill-1', at, waitedSeconds: 10, because: 'its call in flight has ended' };
    const AcquireLock = { ...SEEN.AcquireLock, takenOverFrom: 'arn:of:drill-1', preempted };
    const run = runInput({ scope: 'real', real: realEvent() });
    const byRds = (world: ReturnType<typeof makeStepWorld>) => {
      return {
        ...world,
        databases: makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]),
      };
    };
    const byServer = (world: ReturnType<typeof makeStepWorld>) => {
      return { ...world, sessions: { ...world.sessions, inRecovery: async () => false } };
    };
    const fenced = stepEvent('ReturnRegion', { FenceOldPrimary }, { run });
    const afterDrill = stepEvent('ReturnRegion', { AcquireLock }, { run });

    it.each([
      ['its own fence, as RDS has it', byRds, fenced],
      ['its own fence, as the server has it while RDS still names the source', byServer, fenced],
      ['the fence of a drill that it pre-empted', byRds, afterDrill],
    ])('leaves the old primary behind %s', async (_, promotedIn, event) => {
      const world = makeStepWorld();
      const { outcome } = await world.clock.drive(makeReturnRegion(promotedIn(world))(event));
      expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'proven' }], jobsStarted: false });
      expect(world.journal.filter((line) => line.startsWith('sessions.admit'))).toEqual([]);
      expect(world.journal).toContain(FENCE);
    });

    it.each([
      ['RDS', { describe: () => Promise.reject(new Error('no answer')) }, {}],
      ['the server', {}, { inRecovery: () => Promise.reject(new Error('no answer')) }],
    ])('lifts nothing, and is called again, where %s does not say', async (_, control, server) => {
      const world = makeStepWorld();
      const databases = { ...world.databases, ...control };
      const sessions = { ...world.sessions, ...server };
      await expect(
        world.clock.drive(makeReturnRegion({ ...world, databases, sessions })(fenced)),
      ).rejects.toMatchObject({
        name: 'CleanUpIncomplete',
        message:
          'orders-west: saw whether somebody has promoted it is not known: no answer; expected a replica that RDS and its own server call one, before its old primary is given back',
      });
      expect(changesOf(world)).toEqual([]);
    });

    it.each([
      ['is not there any more', [PRIMARY]],
      ['is broken for good', [PRIMARY, { ...REPLICA, status: 'failed' }]],
    ])('gives a primary back that the run went on without, and whose replica %s', async (_, left) => {
      const world = makeStepWorld();
      const silent = { inRecovery: () => Promise.reject(new Error('no answer')) };
      const without = [{ id: 'orders', instance: 'orders-west', seen: 'status failed' }];
      const ports = {
        ...world,
        databases: makeFakeDatabases(world.journal, left),
        sessions: { ...world.sessions, ...silent },
      };
      const gone = stepEvent(
        'ReturnRegion',
        { FenceOldPrimary, PromoteReplica: { databases: [], without } },
        { run },
      );
      const { outcome } = await world.clock.drive(makeReturnRegion(ports)(gone));
      expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'lifted' }] });
    });

    it('keeps a primary fenced that the run went on without, where somebody has promoted its replica since', async () => {
      const world = makeStepWorld();
      const without = [{ id: 'orders', instance: 'orders-west', seen: 'status failed' }];
      const promotedSince = stepEvent(
        'ReturnRegion',
        { FenceOldPrimary, PromoteReplica: { databases: [], without }, SwitchTraffic },
        { run },
      );
      const { outcome } = await world.clock.drive(makeReturnRegion(byRds(world))(promotedSince));
      expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'proven' }] });
    });

    it('waits for a replica that is not at rest after a drill was pre-empted', async () => {
      const world = makeStepWorld();
      const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, status: 'modifying' }]);
      const returning = makeReturnRegion({ ...world, databases })(afterDrill);
      await expect(world.clock.drive(returning)).rejects.toMatchObject({
        name: 'CleanUpIncomplete',
        seen: `whether somebody has promoted it is not known: status modifying, source ${REPLICA.source}`,
      });
      expect(changesOf(world)).toEqual([]);
    });

    it('fences nothing where it was begun despite a promotion by hand and has fenced nothing, and says so', async () => {
      const world = makeStepWorld();
      const despite = runInput({ scope: 'real', real: realEvent({ despite: 'promoted by hand' }) });
      const event = stepEvent('ReturnRegion', {}, { run: despite });
      const { outcome } = await makeReturnRegion(byRds(world))(event);
      const probe = 'its replica was promoted, not by this run, which has fenced nothing';
      expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'unproven', probe }] });
      expect(changesOf(world)).toEqual([]);
    });
  });

  describe('of a real run that has fenced nothing', () => {
    const run = runInput({ scope: 'real', real: realEvent(), backgroundJobs: [{ name: 'billing' }] });
    const event = stepEvent('ReturnRegion', {}, { run });
    const silence = () => Promise.reject(new Error('no answer'));
    const promoted = (world: ReturnType<typeof makeStepWorld>) =>
      makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]);

    it('starts the jobs that it had stopped there too: it leaves nothing behind a fence', async () => {
      const world = makeStepWorld();
      const stopped = { jobs: [{ name: 'billing', stopped: true }], etag: '"1"' };
      const after = stepEvent('ReturnRegion', { StopBackgroundJobs: stopped }, { run });
      const { outcome } = await makeReturnRegion({ ...world, databases: promoted(world) })(after);
      expect(outcome).toMatchObject({ databases: [{ fence: 'unproven' }], jobsStarted: true });
    });

    it('says that it does not know where nobody tells, and comes to its end', async () => {
      const world = makeStepWorld();
      const databases = { ...world.databases, describe: silence };
      const { outcome } = await makeReturnRegion({ ...world, databases })(event);
      expect(outcome).toMatchObject({
        databases: [
          {
            fence: 'not-needed',
            probe: 'this run has fenced nothing; whether its replica was promoted by another is not known',
            replicaUnseen: true,
          },
        ],
      });
    });

    it('does not ask in a drill', async () => {
      const world = makeStepWorld();
      const drill = stepEvent('ReturnRegion', { InjectDisruption });
      const { outcome } = await makeReturnRegion({ ...world, databases: promoted(world) })(drill);
      expect(outcome).toMatchObject({ databases: [{ fence: 'not-needed' }] });
    });
  });

  describe('of a real run that has pre-empted a drill', () => {
    const at = '2026-03-01T11:59:00.000000Z';
    const preempting = (name: string) => ({
      takenOverFrom: `arn:of:${name}`,
      preempted: { run: name, at, waitedSeconds: 10, because: 'its call in flight has ended' },
    });
    const AcquireLock = { ...SEEN.AcquireLock, ...preempting('drill-1') };
    const fence = {
      rungs: ['stop-application-writers', 'revoke-login-and-end-sessions', 'close-network'] as const,
      closedSecurityGroup: 'sg-0c0c0c0c',
      writersKey: 'writers/orders.json',
    };
    const run = runInput({
      scope: 'real',
      real: realEvent(),
      backgroundJobs: [{ name: 'billing' }],
      fence: { ...fence, rungs: [...fence.rungs] },
    });
    const entry = (state: string, data: object = {}, kind: StepEntry['kind'] = 'outcome'): StepEntry => {
      return { schemaVersion: 1, kind, state, attempt: 0, at, data: { ...data } };
    };
    const FENCED = {
      databases: [{ id: 'orders', proof: 'probe', attempts: [] }],
      waitedSeconds: 0,
    };
    const primary = { host: '10.0.0.1', port: 5432, securityGroups: ['sg-0a0a0a0a'] };
    const before = entry('DiscoverDatabases', {
      databases: [{ id: 'orders', primary, replica: { host: '10.1.0.1', port: 5432 } }],
    });
    const TOLD = 'objects.put runs/drill-1/settled-by.json';
    const TAKEN_BACK = [
      'gates.admitOnly eu-north-1/orders-north sg-0a0a0a0a',
      'sessions.admit 10.0.0.1 as orders/operator: app, heartbeat',
      'writers.open writers/orders.json at north of run-1 7',
      'jobs.start jobs/orders.json billing of run-1 7',
    ];
    const goBack = async (entries: readonly StepEntry[], outcomes: Parameters<typeof stepEvent>[1] = {}) => {
      const world = makeStepWorld({ entries });
      let groups: readonly string[] = ['sg-0c0c0c0c'];
      const admitOnly: typeof world.gates.admitOnly = async (ref, given) => {
        await world.gates.admitOnly(ref, given);
        groups = given;
      };
      const gates = { ...world.gates, admitOnly, groups: async () => ({ groups, inForce: true }) };
      const event = stepEvent('ReturnRegion', { AcquireLock, ...outcomes }, { run });
      const { outcome } = await world.clock.drive(makeReturnRegion({ ...world, gates })(event));
      return { outcome: OUTCOMES.ReturnRegion.parse(outcome), changes: changesOf(world) };
    };

    it('takes back what that one has withheld, stopped and closed, and says so where it is asked for', async () => {
      const entries = [before, entry('StopBackgroundJobs', {}, 'intent'), entry('FenceOldPrimary', FENCED)];
      const { outcome, changes } = await goBack(entries);
      expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'lifted' }], jobsStarted: true });
      expect(changes).toEqual([...TAKEN_BACK, TOLD]);
    });

    it.each([
      ['a fence that left no outcome', entry('FenceOldPrimary', {}, 'intent')],
      ['what a change of roles has drained', entry('DrainWriters', {}, 'intent')],
    ])('takes back %s', async (_, withheld) => {
      const { outcome, changes } = await goBack([before, withheld]);
      expect(outcome.databases).toMatchObject([{ fence: 'lifted' }]);
      expect(changes).toEqual([...TAKEN_BACK.slice(0, -1), TOLD]);
    });

    it('does so where the primary was silent when it looked itself', async () => {
      const silent = {
        databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }],
      };
      const { changes } = await goBack([before, entry('FenceOldPrimary', FENCED)], {
        DiscoverDatabases: silent,
      });
      expect(changes).toContain('sessions.admit 10.0.0.1 as orders/operator: app, heartbeat');
    });

    it('takes back nothing that a receipt has proven, or that the drill has taken back itself', async () => {
      const receipt = { ...FENCED, databases: [{ id: 'orders', proof: 'receipt', attempts: [] }] };
      const byReceipt = await goBack([before, entry('FenceOldPrimary', receipt)]);
      expect(byReceipt.outcome.databases).toMatchObject([{ fence: 'not-needed' }]);
      expect(byReceipt.changes).toEqual([TOLD]);
      const back = entry('ReturnRegion', { experimentState: 'stopped', databases: [] });
      const itself = await goBack([before, entry('FenceOldPrimary', FENCED), back]);
      expect(itself.changes).toEqual([]);
    });
  });

  it('leaves the old primary as it was when its replica was not promoted', async () => {
    const world = makeStepWorld();
    expect((await makeReturnRegion(world)(notPromoted)).outcome).toEqual({
      experimentState: 'stopped',
      beforeUndo: { state: 'running', endedAt: null },
      databases: [
        {
          id: 'orders',
          fence: 'not-needed',
          rolesWithoutLogin: [],
          probe: 'the replica was not promoted',
          attempts: [],
        },
      ],
      jobsStarted: false,
    });
    expect(changesOf(world)).toEqual([UNDO]);
  });

  it('fences the old primary when a promotion that was never answered has happened', async () => {
    const world = makeStepWorld();
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]);
    const failure = { state: 'PromoteReplica', error: 'Sandbox.Timedout', cause: '' };
    const event = { ...notPromoted, failure, forward: true };
    const { outcome } = await makeReturnRegion({ ...world, databases })(event);
    expect(outcome).toMatchObject({ databases: [{ id: 'orders', fence: 'proven' }] });
    expect(changesOf(world)).toEqual([UNDO, FENCE]);
  });

  it('decides what became of a promotion before the old primary comes back', async () => {
    const world = makeStepWorld();
    const failure = { state: 'PromoteReplica', error: 'Sandbox.Timedout', cause: '' };
    const databases = makeFakeDatabases(world.journal, [PRIMARY, { ...REPLICA, source: null }]);
    await makeReturnRegion({ ...world, databases })({ ...notPromoted, failure, forward: true });
    const looked = world.journal.indexOf('databases.describe eu-west-1/orders-west');
    expect(looked).toBeGreaterThan(0);
    expect(world.journal.indexOf(UNDO)).toBeGreaterThan(looked);
  });

  it('looks for what an injection without an outcome has started once no request of it is on its way', async () => {
    const world = makeStepWorld();
    const failure = { state: 'InjectDisruption', error: 'Sandbox.Timedout', cause: '' };
    const begun = async (region: string) =>
      world.clock.monotonicNs() >= 4_900_000_000n && region === 'eu-north-1'
        ? [{ experiment: 'EXP1', run: 'run-1' }]
        : [];
    const disruption = { ...world.disruption, unfinished: begun };
    const event = { ...stepEvent('ReturnRegion'), failure };
    await world.clock.drive(makeReturnRegion({ ...world, disruption })(event));
    expect(changesOf(world)).toEqual([UNDO]);
  });

  it('undoes nothing when nothing was injected', async () => {
    const world = makeStepWorld();
    const none = { ...InjectDisruption, adapter: 'none', experiment: null, receipt: null } as const;
    const event = stepEvent('ReturnRegion', { InjectDisruption: none, PromoteReplica });
    expect((await makeReturnRegion(world)(event)).outcome).toEqual({
      experimentState: 'none',
      beforeUndo: null,
      databases: [],
      jobsStarted: false,
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('finds the experiment of an injection that failed half-way, and leaves those of others alone', async () => {
    const world = makeStepWorld();
    const disruption = makeFakeDisruption(world.journal, {
      unfinished: [
        { experiment: 'EXP9', run: 'run-9' },
        { experiment: 'EXP1', run: 'run-1' },
      ],
    });
    await makeReturnRegion({ ...world, disruption })(stepEvent('ReturnRegion'));
    expect(changesOf(world)).toEqual([UNDO]);
  });

  it('undoes the faults of every drill that the run has pre-empted', async () => {
    const world = makeStepWorld();
    const unfinished = [7, 8, 9].map((run) => ({ experiment: `EXP${run}`, run: `run-${run}` }));
    const disruption = makeFakeDisruption(world.journal, { unfinished });
    const at = '2026-03-01T12:00:00.000000Z';
    const preempting = (run: string) => ({
      takenOverFrom: `arn:${run}`,
      preempted: { run, at, waitedSeconds: 1, because: 'its last call was answered' },
    });
    const AcquireLock = {
      ...SEEN.AcquireLock,
      ...preempting('run-8'),
      alsoTaken: [{ site: 'north', generation: 3, ...preempting('run-9') }],
    };
    await makeReturnRegion({ ...world, disruption })(stepEvent('ReturnRegion', { AcquireLock }));
    expect(changesOf(world).filter((line) => !line.startsWith('objects.put'))).toEqual([
      'disruption.undo eu-north-1/EXP8',
      'disruption.undo eu-north-1/EXP9',
    ]);
  });

  it('undoes the conditions of the run in the region of each', async () => {
    const world = makeStepWorld();
    const applied = {
      experiments: [
        { fault: 'replication-delay=5s', region: 'eu-north-1', experiment: 'EXP2', receipt: null },
        { fault: 'slow-api=200ms', region: 'eu-west-1', experiment: 'EXP3', receipt: null },
      ],
    };
    const event = stepEvent('ReturnRegion', { ApplyConditions: applied, InjectDisruption });
    const { outcome } = await makeReturnRegion(world)(event);
    expect(outcome).toMatchObject({ experimentState: 'stopped' });
    expect(changesOf(world)).toEqual([
      UNDO,
      'disruption.undo eu-north-1/EXP2',
      'disruption.undo eu-west-1/EXP3',
    ]);
    expect(world.record.written[0]?.data).toEqual({ experiment: 'EXP1', conditions: ['EXP2', 'EXP3'] });
  });

  it('finds conditions that failed half-way in the recovery region too', async () => {
    const world = makeStepWorld();
    const disruption = makeFakeDisruption(world.journal, {
      unfinished: [{ experiment: 'EXP4', run: 'run-1' }],
      inRegion: 'eu-west-1',
    });
    await makeReturnRegion({ ...world, disruption })(stepEvent('ReturnRegion'));
    expect(changesOf(world)).toEqual(['disruption.undo eu-west-1/EXP4']);
  });

  it('of a real run does not depend on the injector of a region that is lost, and a drill does', async () => {
    const world = makeStepWorld();
    const error = new ThrottledUnknown({ subject: 'FIS', seen: 'InternalFailure', limit: 'an answer' });
    const unfinished = async (region: string) => (region === 'eu-north-1' ? Promise.reject(error) : []);
    const returning = makeReturnRegion({ ...world, disruption: { ...world.disruption, unfinished } });
    const event = stepEvent('ReturnRegion');
    const real = { ...event, run: runInput({ scope: 'real' }) };
    await expect(returning(real)).resolves.toMatchObject({ outcome: { experimentState: 'none' } });
    await expect(returning(event)).rejects.toBe(error);
  });

  it('has nothing to do when nothing of the run is under way', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeReturnRegion(world)({ ...stepEvent('ReturnRegion'), outcomes: {} });
    expect(outcome).toEqual({ experimentState: 'none', beforeUndo: null, databases: [], jobsStarted: false });
    expect(changesOf(world)).toEqual([]);
  });

  it.each([
    { probe: { result: 'accepted', seen: 'logged in and ran a statement' } as const },
    { probe: { result: 'unreachable', seen: 'no answer within 2000 ms' } as const },
  ])('calls the fence unproven when the probe is $probe.result', async ({ probe }) => {
    expect((await makeReturnRegion(probing(probe))(afterFailover)).outcome).toMatchObject({
      databases: [{ fence: 'unproven', probe: `${probe.result}: ${probe.seen}` }],
    });
  });

  it('calls the fence unproven when a client keeps its login', async () => {
    const world = makeStepWorld();
    const sessions = {
      ...world.sessions,
      fence: async () => ({ withoutLogin: ['heartbeat'], sessions: 0, others: [] }),
    };
    expect((await makeReturnRegion({ ...world, sessions })(afterFailover)).outcome).toMatchObject({
      databases: [{ fence: 'unproven', rolesWithoutLogin: ['heartbeat'] }],
    });
  });

  it('calls the fence unproven when a role may write that the plan does not name, and names it', async () => {
    const world = makeStepWorld();
    const sessions = makeFakeSessions(world.journal, {
      others: [{ name: 'etl_loader', canLogin: true, sessions: 1 }],
    });
    expect((await makeReturnRegion({ ...world, sessions })(afterFailover)).outcome).toMatchObject({
      databases: [
        {
          fence: 'unproven',
          rolesWithoutLogin: ['app', 'heartbeat'],
          probe:
            'refused: role "heartbeat" is not permitted to log in; outside of the plan\'s fencedRoles: etl_loader can log in, and has 1 session',
        },
      ],
    });
  });

  it('calls the fence unproven when the address of the old primary was never known', async () => {
    const world = makeStepWorld();
    const [orders] = SEEN.DiscoverDatabases.databases;
    const DiscoverDatabases = { databases: orders ? [{ ...orders, primary: null }] : [] };
    const event = stepEvent('ReturnRegion', {
      InjectDisruption,
      PromoteReplica,
      SwitchTraffic,
      DiscoverDatabases,
    });
    expect((await makeReturnRegion(world)(event)).outcome).toMatchObject({
      databases: [
        { id: 'orders', fence: 'unproven', rolesWithoutLogin: [], probe: 'address not known', attempts: [] },
      ],
    });
  });

  it('fails, to be tried again, when the old primary is back and cannot be fenced', async () => {
    const world = makeStepWorld();
    const starting = new Error('the database system is starting up');
    const sessions = { ...world.sessions, fence: () => Promise.reject(starting) };
    await expect(makeReturnRegion({ ...world, sessions })(afterFailover)).rejects.toMatchObject({
      name: 'CleanUpIncomplete',
      message:
        'orders-north: saw the database system is starting up; expected login revoked from its clients before one is let in',
      cause: starting,
    });
  });

  it('notes that the experiment had ended before it was undone, and undoes all the same what nobody answers for', async () => {
    const world = makeStepWorld();
    const endedAt = '2026-03-01T12:00:20.000000Z';
    const beforeUndo = async (status: typeof world.disruption.status) => {
      const disruption = { ...world.disruption, status };
      const { outcome } = await makeReturnRegion({ ...world, disruption })(afterFailover);
      return OUTCOMES.ReturnRegion.parse(outcome).beforeUndo;
    };
    const stopped = { state: 'stopped', reason: 'halted by a stop condition', receipt: null, endedAt };
    expect(await beforeUndo(async () => stopped)).toEqual({ state: 'stopped', endedAt });
    const throttled = [() => Promise.reject(new Error('throttled'))];
    const then = async () => (throttled.shift() ?? (async () => stopped))();
    expect(await beforeUndo(then)).toEqual({ state: 'unknown', endedAt: null });
    expect(changesOf(world).filter((line) => line === UNDO)).toHaveLength(2);
  });

  it('fails when the experiment has not ended after thirty seconds', async () => {
    const world = makeStepWorld();
    const status = async () => ({ state: 'stopping', receipt: null });
    const disruption = { ...world.disruption, status };
    await expect(
      world.clock.drive(makeReturnRegion({ ...world, disruption })(afterFailover)),
    ).rejects.toMatchObject({
      name: 'CleanUpIncomplete',
      message: 'experiment EXP1: saw stopping; expected ended within 30 s of the undo',
    });
    expect(changesOf(world)).toEqual([UNDO]);
  });

  it('brings nothing back for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeReturnRegion(world)(afterFailover)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makeReturnRegion(control)(afterFailover);
    expect(changesOf(control)).toEqual([UNDO, FENCE]);
  });

  it('fences nothing for a run that was superseded while the region came back', async () => {
    const world = makeStepWorld();
    const status = (ref: ExperimentRef) => world.disruption.status(ref);
    const slow = {
      ...world.disruption,
      status: async (ref: ExperimentRef) => {
        if (world.clock.monotonicNs() > 2_000_000_000n) return status(ref);
        return { state: 'stopping', receipt: null };
      },
    };
    const later = { ...world, disruption: slow, locks: supersededAfter(world, 2) };
    await expect(world.clock.drive(makeReturnRegion(later)(afterFailover))).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([UNDO]);
  });

  it('changes nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeReturnRegion(world)({ ...afterFailover, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });

  describe('of a real failover whose fence nothing had proven', () => {
    const unproven: OutcomeOf<'FenceOldPrimary'> = {
      databases: [{ id: 'orders', proof: 'none', attempts: [] }],
      waitedSeconds: 2,
    };
    const silent = {
      databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }],
    };
    const real = { run: runInput({ scope: 'real' }) };
    const after = (outcomes: Parameters<typeof stepEvent>[1], overrides: object = real) =>
      stepEvent('ReturnRegion', { PromoteReplica, SwitchTraffic, ...outcomes }, overrides);

    it('leaves a primary that is still silent to the deferred fence', async () => {
      const world = makeStepWorld();
      const event = after({ FenceOldPrimary: unproven, DiscoverDatabases: silent });
      expect((await makeReturnRegion(world)(event)).outcome).toMatchObject({
        databases: [
          {
            id: 'orders',
            fence: 'deferred',
            rolesWithoutLogin: [],
            probe: 'its region does not answer',
            attempts: [],
          },
        ],
      });
      expect(changesOf(world).filter((line) => line.startsWith('sessions.'))).toEqual([]);
    });

    it('fences one that is there again, and leaves it to the deferred fence where that fails', async () => {
      const world = makeStepWorld();
      const event = after({ FenceOldPrimary: unproven });
      expect((await makeReturnRegion(world)(event)).outcome).toMatchObject({
        databases: [{ fence: 'proven' }],
      });
      const starting = { ...world.sessions, fence: () => Promise.reject(new Error('starting up')) };
      expect((await makeReturnRegion({ ...world, sessions: starting })(event)).outcome).toMatchObject({
        databases: [{ fence: 'deferred', probe: 'starting up' }],
      });
      const broken = { ...world.sessions, probeLogin: () => Promise.reject(new Error('no such secret')) };
      await expect(makeReturnRegion({ ...world, sessions: broken })(event)).rejects.toThrow('no such secret');
    });

    it.each([
      [
        'its fence was proven',
        {
          FenceOldPrimary: {
            ...unproven,
            databases: [{ id: 'orders', proof: 'probe' as const, attempts: [] }],
          },
        },
        real,
      ],
      [
        'the fence of another was not',
        {
          FenceOldPrimary: {
            ...unproven,
            databases: [{ id: 'stock', proof: 'none' as const, attempts: [] }],
          },
        },
        real,
      ],
      ['it is a drill', { FenceOldPrimary: unproven }, {}],
    ])('goes on until it is fenced where %s', async (_, outcomes, overrides) => {
      const world = makeStepWorld();
      const sessions = { ...world.sessions, fence: () => Promise.reject(new Error('starting up')) };
      await expect(
        makeReturnRegion({ ...world, sessions })(after(outcomes, overrides)),
      ).rejects.toMatchObject({
        name: 'CleanUpIncomplete',
        seen: 'starting up',
      });
    });
  });

  describe('of a plan whose ladder has more than logins', () => {
    const rungs = ['stop-application-writers', 'revoke-login-and-end-sessions', 'close-network'] as const;
    const fence = {
      rungs: [...rungs],
      closedSecurityGroup: 'sg-0c0c0c0c',
      writersKey: 'writers/orders.json',
    };
    const proven = (proof: 'probe' | 'receipt'): OutcomeOf<'FenceOldPrimary'> => ({
      databases: [{ id: 'orders', proof, attempts: [] }],
      waitedSeconds: 0,
    });
    const OPENED = 'writers.open writers/orders.json at north of run-1 7';
    const returned = async (outcomes: Parameters<typeof stepEvent>[1], overrides: FenceInput = fence) => {
      const world = makeStepWorld();
      const run = runInput({ fence: overrides });
      const { outcome } = await world.clock.drive(
        makeReturnRegion(world)(stepEvent('ReturnRegion', { InjectDisruption, ...outcomes }, { run })),
      );
      return { world, outcome };
    };

    it('opens the gate of its writers where it was fenced and nothing was promoted, and nowhere else', async () => {
      expect((await returned({ FenceOldPrimary: proven('probe') })).world.journal).toContain(OPENED);
      const keyless = { ...fence, writersKey: null };
      const left = [
        await returned({ FenceOldPrimary: proven('receipt') }),
        await returned({ FenceOldPrimary: proven('probe'), PromoteReplica, SwitchTraffic }),
        await returned({ FenceOldPrimary: proven('probe') }, keyless),
      ];
      for (const { world } of left)
        expect(world.journal.filter((line) => line.startsWith('writers.'))).toEqual([]);
    });

    it('closes the network of an old primary that has come back, and not the gate a second time', async () => {
      const { world, outcome } = await returned({
        FenceOldPrimary: proven('probe'),
        PromoteReplica,
        SwitchTraffic,
      });
      expect(world.journal).toContain('gates.admitOnly eu-north-1/orders-north sg-0c0c0c0c');
      expect(outcome).toMatchObject({
        databases: [
          {
            fence: 'proven',
            attempts: [{ rung: 'close-network' }, { rung: 'probe' }, { rung: 'open-session' }],
          },
        ],
      });
    });

    it('cannot say that the fence is lifted where the control plane set it and its address is not known', async () => {
      const DiscoverDatabases = {
        databases: [{ id: 'orders', primary: null, replica: { host: '10.1.0.1', port: 5432 } }],
      };
      await expect(returned({ FenceOldPrimary: proven('probe'), DiscoverDatabases })).rejects.toMatchObject({
        message: expect.stringContaining('its address is not known'),
      });
    });
  });

  it('lifts the fence of one of two that an injector vouched for', async () => {
    const world = makeStepWorld();
    const databases = (['receipt', 'probe'] as const).map((proof, index) => ({
      id: index === 0 ? 'orders' : 'stock',
      proof,
      attempts: [],
    }));
    const event = stepEvent('ReturnRegion', {
      InjectDisruption,
      FenceOldPrimary: { databases, waitedSeconds: 0 },
    });
    expect((await makeReturnRegion(world)(event)).outcome).toMatchObject({
      databases: [{ fence: 'lifted' }],
    });
  });
});
