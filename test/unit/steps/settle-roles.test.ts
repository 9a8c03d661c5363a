import { describe, expect, it } from 'vitest';
import { makeSettleRoles } from '../../../lib/steps/settle-roles.ts';
import { makeFakeDatabases, PRIMARY, REPLICA } from '../../fakes/fake-databases.ts';
import { makeFakeDisruption } from '../../fakes/fake-disruption.ts';
import { makeFakeSessions, PROMOTED } from '../../fakes/fake-sessions.ts';
import { SEEN } from '../../fakes/step-event.ts';
import { DRAINED, MOVED, REBUILT, switchoverEvent, switchoverInput } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const JOBS = {
  StopBackgroundJobs: { jobs: [{ name: 'invoicing', stopped: true }], etag: '"closed"' },
};
const RETIRED = {
  RetireOldPrimary: {
    databases: [{ id: 'orders', removed: 'x', goneAt: '2026-03-01T12:01:00.000000Z' }],
  },
};
const START = 'jobs.start jobs/orders.json invoicing of run-1 7';
const ADMIT_OLD = 'sessions.admit 10.0.0.1 as orders/operator: app, heartbeat';
const ADMIT_NEW = 'sessions.admit 10.1.0.1 as orders/operator: app, heartbeat';
const SWITCH = 'traffic.activate traffic/orders.json west of run-1 7';

function world(replica = REPLICA) {
  const made = makeStepWorld();
  return {
    ...made,
    databases: makeFakeDatabases(made.journal, [PRIMARY, replica]),
    disruption: { ...makeFakeDisruption(made.journal), unfinished: async () => [] },
    sessions: makeFakeSessions(made.journal, {
      states: replica.source === null ? { '10.1.0.1': PROMOTED } : {},
    }),
  };
}

const settle = (
  made: ReturnType<typeof world>,
  outcomes: Parameters<typeof switchoverEvent>[1],
  overrides: Parameters<typeof switchoverEvent>[2] = {},
) => made.clock.drive(makeSettleRoles(made)(switchoverEvent('SettleRoles', outcomes, overrides)));

describe('SettleRoles', () => {
  it.each([
    ['nothing was begun', {}, null],
    ['a replica was begun', { RebuildReplica: REBUILT.RebuildReplica }, 'there'],
    ['it is there', { ...RETIRED, RebuildReplica: REBUILT.RebuildReplica }, null],
  ])('leaves the roles as a failover has left them, where %s', async (_what, outcomes, rebuild) => {
    const made = world();
    const reprotection = { stage: 'protect', failoverRun: null, promotedAt: null } as const;
    const { outcome } = await settle(made, outcomes, { run: switchoverInput({ reprotection }) });
    expect(outcome).toMatchObject({ holds: 'there', rebuild, activeSite: 'west', jobsStarted: false });
    expect(changesOf(made)).toEqual([]);
  });

  it('changes nothing where nothing was begun', async () => {
    const made = world();
    const { outcome } = await settle(made, {});
    expect(outcome).toEqual({
      experimentState: 'none',
      holds: null,
      rebuild: null,
      activeSite: null,
      databases: [],
      jobsStarted: false,
    });
    expect(changesOf(made)).toEqual([]);
  });

  it('gives clients their login back, and jobs their gate, where nothing was promoted', async () => {
    const made = world();
    const { outcome } = await settle(made, { ...JOBS, DrainWriters: DRAINED.DrainWriters });
    expect(outcome).toMatchObject({
      holds: null,
      rebuild: null,
      activeSite: 'north',
      jobsStarted: true,
      databases: [{ id: 'orders', primary: 'orders-north', rolesWithLogin: ['app', 'heartbeat'] }],
    });
    expect(changesOf(made)).toEqual([ADMIT_OLD, START]);
  });

  it('takes back a drain that was begun and left no word', async () => {
    const made = world();
    const failure = { state: 'DrainWriters', error: 'Lambda.Unknown', cause: '' };
    await settle(made, JOBS, { failure });
    expect(changesOf(made)).toEqual([ADMIT_OLD, START]);
  });

  it('brings a change of roles to its end once the replica was promoted', async () => {
    const made = world({ ...REPLICA, source: null });
    const { outcome } = await settle(made, { ...MOVED, ...JOBS });
    expect(outcome).toMatchObject({
      holds: 'there',
      rebuild: 'there',
      activeSite: 'west',
      jobsStarted: true,
    });
    expect(changesOf(made)).toEqual([ADMIT_NEW, SWITCH, START]);
  });

  it("opens the gate of the promoted site's writers, which an earlier failover may have closed", async () => {
    const fence = { ...switchoverInput().fence, writersKey: 'writers/orders.json' };
    const run = switchoverInput({ fence });
    const made = world({ ...REPLICA, source: null });
    await settle(made, { ...MOVED, ...JOBS }, { run });
    const open = 'writers.open writers/orders.json at west of run-1 7';
    expect(changesOf(made)).toEqual([ADMIT_NEW, SWITCH, open, START]);
    const back = world();
    await settle(back, { ...DRAINED, ...JOBS }, { run });
    expect(changesOf(back)).toEqual([ADMIT_OLD, START]);
  });

  it('finds out whether a promotion was made that nobody answered', async () => {
    const failure = { state: 'PromoteReplica', error: 'Lambda.Unknown', cause: '' };
    const made = world({ ...REPLICA, source: null });
    await expect(settle(made, { ...DRAINED, ...JOBS }, { failure })).resolves.toMatchObject({
      outcome: { holds: 'there' },
    });
    const not = world();
    await expect(settle(not, { ...DRAINED, ...JOBS }, { failure })).resolves.toMatchObject({
      outcome: { holds: null },
    });
    expect(changesOf(not)).toEqual([ADMIT_OLD, START]);
  });

  it('leaves a leg alone that came to its end', async () => {
    const made = world({ ...REPLICA, source: null });
    const SwitchTraffic = { activeSite: 'west', key: 'traffic/orders.json', etag: '"e"' };
    const StartBackgroundJobs = { jobs: [], etag: null };
    const done = { ...MOVED, ...JOBS, SwitchTraffic, StartBackgroundJobs, ...RETIRED };
    const { outcome } = await settle(made, done);
    expect(outcome).toMatchObject({ holds: 'there', rebuild: null, jobsStarted: false });
    expect(changesOf(made)).toEqual([ADMIT_NEW]);
  });

  it('goes back to the start of the way back when nothing was promoted on it', async () => {
    const made = world();
    const DiscoverDatabasesBack = {
      databases: [
        { id: 'orders', primary: { host: '10.1.0.1', port: 1 }, replica: { host: '10.0.0.9', port: 2 } },
      ],
    };
    const back = {
      ...MOVED,
      ...JOBS,
      ...RETIRED,
      DiscoverDatabasesBack,
      DrainWritersBack: DRAINED.DrainWriters,
    };
    const original = { ...PRIMARY, source: 'orders-west' };
    const databases = makeFakeDatabases(made.journal, [original, { ...REPLICA, source: null }]);
    const { outcome } = await settle({ ...made, databases }, back, { leg: 'back' });
    expect(outcome).toMatchObject({ holds: 'there', activeSite: 'west', rebuild: null });
    expect(changesOf(made)).toEqual([ADMIT_NEW]);
  });

  it.each([
    ['does not answer', () => Promise.reject(new Error('connect ECONNREFUSED'))],
    ['gives no login back', () => Promise.resolve([])],
  ])('says so when the primary %s', async (_, admit) => {
    const made = world();
    const sessions = { ...made.sessions, admit };
    await expect(
      settle({ ...made, sessions }, { ...JOBS, DrainWriters: DRAINED.DrainWriters }),
    ).rejects.toMatchObject({ name: 'CleanUpIncomplete', subject: 'orders-north' });
  });

  it('undoes the conditions of the run, whatever else there is to do', async () => {
    const made = { ...makeStepWorld(), disruption: makeFakeDisruption() };
    const ApplyConditions = {
      experiments: [
        {
          fault: 'slow-api=1s',
          region: 'eu-west-1',
          experiment: 'EXP1',
          receipt: SEEN.InjectDisruption.receipt,
        },
      ],
    };
    const event = switchoverEvent('SettleRoles', { ApplyConditions });
    const { outcome } = await made.clock.drive(makeSettleRoles(made)(event));
    expect(outcome).toMatchObject({ experimentState: 'stopped' });
  });
});
