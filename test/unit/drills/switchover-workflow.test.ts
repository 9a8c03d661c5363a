import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { StateFailure } from '../../../lib/sandbox/states/asl/state-failure.ts';
import { type Handler, prepare } from '../sandbox/states/run-machine.ts';

const DEFINITION = workflowOf(
  'switchover',
  (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
);
const INPUT = {
  run: 'run',
  holdSeconds: 60,
  drainDeadlineSeconds: 0.5,
  failback: true,
  databases: [{ id: 'db' }],
};

/** Somebody has typed the plan's name before a stage that changes something. */
const OF_FAILBACK = {
  ...INPUT,
  failback: false,
  plan: { name: 'orders' },
  confirmation: { confirmed: 'orders' },
};

const BEFORE = [
  'LogStart',
  'AcquireLock',
  'DiscoverDatabases',
  'LoadHandlers',
  'ApplyConditions',
  'StartHeartbeat',
  'PreFlight',
  'RecordObjectives',
];
const MOVE = [
  'WarmHandlers',
  'StopBackgroundJobs',
  'DrainWriters',
  'AwaitCatchUp',
  'FenceOldPrimary',
  'PromoteReplica',
  'ProvePromotion',
  'SwitchTraffic',
  'VerifyServices',
  'StartBackgroundJobs',
];
/** What stands for BEFORE where roles stay as they are. */
const LOOKED = BEFORE.map((state) => (state === 'PreFlight' ? 'SecureOldPrimary' : state));
const REBUILD = ['SaveDivergedRows', 'RebuildReplica', 'AwaitReplica', 'RetireOldPrimary'];
const END = [
  'StopHeartbeat',
  'ExportRun',
  'CleanUp',
  'SealRecord',
  'JudgeRun',
  'PublishReport',
  'SignEvidence',
  'ReleaseLock',
];
/** The end of a run that leaves something to be finished: it keeps its locks. */
const KEPT = END.filter((state) => state !== 'ReleaseLock');
const back = (states: readonly string[]) => states.map((state) => `${state}Back`);
const THERE = [...BEFORE, ...MOVE, ...REBUILD];
const BACK = back(['DiscoverDatabases', 'StartHeartbeat', 'PreFlight', ...MOVE, ...REBUILD]);

const CHECKED = {
  checks: [{ name: 'n', subject: 's', passed: true, blocking: true, seen: 'a', limit: 'a' }],
};
const FENCED = { databases: [{ id: 'db', proof: 'probe', attempts: [] }] };
const OUTCOMES: Readonly<Record<string, unknown>> = {
  PreFlight: CHECKED,
  SecureOldPrimary: CHECKED,
  PreFlightBack: CHECKED,
  FenceOldPrimary: FENCED,
  FenceOldPrimaryBack: FENCED,
};

const Payload = z.looseObject({
  state: z.string(),
  outcomes: z.record(z.string(), z.unknown()),
  leg: z.string().default('there'),
});

interface Script {
  readonly outcomes?: Readonly<Record<string, unknown>>;
  readonly failing?: Readonly<Record<string, string>>;
  readonly input?: object;
}

/** What SettleRoles would find: whether the promotion of the leg is on record, and its end. */
function settled(outcomes: Readonly<Record<string, unknown>>, leg: string) {
  const end = leg === 'back' ? 'Back' : '';
  const promoted = `PromoteReplica${end}` in outcomes;
  const retired = `RetireOldPrimary${end}` in outcomes;
  return { rebuild: promoted && !retired ? leg : null };
}

async function run({ outcomes = {}, failing = {}, input = INPUT }: Script = {}) {
  const handler: Handler = ({ payload }) => {
    const { state, outcomes: seen, leg } = Payload.parse(payload);
    const error = failing[state];
    if (error !== undefined) throw new StateFailure(error, `${state} failed`, { explained: true });
    const outcome = state === 'SettleRoles' ? settled(seen, leg) : (outcomes[state] ?? OUTCOMES[state] ?? {});
    return { outcome, pending: [] };
  };
  const machine = prepare(DEFINITION, { input, handler });
  machine.execution.run();
  await machine.clock.drive(machine.execution.done);
  const calls = machine.calls.map(({ payload }) => Payload.parse(payload));
  const called = distinct(calls.map(({ state }) => state));
  return { machine, calls, called, ending: machine.execution.ending() };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

describe('the switchover workflow', () => {
  test('goes there, holds, and goes back by the same steps', async () => {
    const { machine, calls, called, ending } = await run();
    expect(called).toEqual([...THERE, ...BACK, 'SettleRoles', ...END]);
    expect(ending?.status).toBe('SUCCEEDED');
    expect(machine.seconds()).toBeGreaterThanOrEqual(INPUT.holdSeconds);
    const legs = calls.map(({ state, leg }) => `${state} ${leg}`);
    expect(legs).toContain('PromoteReplica there');
    expect(legs).toContain('PromoteReplicaBack back');
    expect(legs).toContain('SettleRoles back');
  });

  test('stays where it went when the plan wants no failback', async () => {
    const { called, ending } = await run({ input: { ...INPUT, failback: false } });
    expect(called).toEqual([...THERE, 'SettleRoles', ...END]);
    expect(ending?.status).toBe('SUCCEEDED');
  });

  test.each([
    ['protect', REBUILD],
    ['report', ['SaveDivergedRows']],
  ])('changes no roles where it is to %s what a failover has left', async (stage, work) => {
    const { called, ending } = await run({ input: { ...OF_FAILBACK, reprotection: { stage } } });
    expect(called).toEqual([...LOOKED, ...work, 'SettleRoles', ...END]);
    expect(ending?.status).toBe('SUCCEEDED');
  });

  test.each([
    ['protect', { reprotection: { stage: 'protect' }, confirmation: undefined }],
    ['protect', { reprotection: { stage: 'protect' }, confirmation: { confirmed: 'Orders' } }],
    ['switch', { turned: true, confirmation: undefined }],
    ['switch', { turned: true, confirmation: { confirmed: '' } }],
  ])('takes no lock for the stage %s of a failback that nobody has confirmed: %j', async (_, more) => {
    const { called, ending } = await run({ input: { ...OF_FAILBACK, ...more } });
    expect(called).toEqual(['SettleRoles', ...END]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'NotConfirmed' });
  });

  test.each([
    ['switch, confirmed', { turned: true }],
    ['report, which changes nothing', { reprotection: { stage: 'report' }, confirmation: undefined }],
  ])('takes a lock for the stage %s', async (_, more) => {
    const { called, ending } = await run({ input: { ...OF_FAILBACK, ...more } });
    expect(called[0]).toBe('LogStart');
    expect(called[1]).toBe('AcquireLock');
    expect(ending).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('does nothing to an old primary that is not as it should be', async () => {
    const checks = [{ ...CHECKED.checks[0], passed: false }];
    const { called, ending } = await run({
      input: { ...OF_FAILBACK, reprotection: { stage: 'protect' } },
      outcomes: { SecureOldPrimary: { checks } },
    });
    expect(called).toEqual([...LOOKED.slice(0, -1), 'SettleRoles', ...END]);
    expect(ending).toMatchObject({
      error: 'PreFlightFailed',
      cause: expect.stringMatching(/^SecureOldPrimary: n of s/),
    });
  });

  test.each([...BEFORE, ...MOVE.slice(0, MOVE.indexOf('PromoteReplica') + 1)])(
    'settles the roles as they were when %s fails, and rebuilds nothing',
    async (failing) => {
      const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
      expect(called).toEqual([...THERE.slice(0, THERE.indexOf(failing) + 1), 'SettleRoles', ...END]);
      expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    },
  );

  test.each(MOVE.slice(MOVE.indexOf('ProvePromotion')))(
    'settles the roles as they are after a promotion when %s fails, and makes a second copy',
    async (failing) => {
      const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
      const until = THERE.slice(0, THERE.indexOf(failing) + 1);
      expect(called).toEqual([...until, 'SettleRoles', ...REBUILD, ...END]);
      expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    },
  );

  test.each(REBUILD)(
    'tries a rebuilding once more whose %s fails, and then comes to its end',
    async (failing) => {
      const { calls, called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
      const until = THERE.slice(0, THERE.indexOf(failing) + 1);
      expect(called).toEqual([...until, 'SettleRoles', ...KEPT]);
      expect(calls.filter(({ state }) => state === failing)).toHaveLength(2);
      expect(calls.filter(({ state }) => state === 'SettleRoles')).toHaveLength(1);
      expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    },
  );

  test.each(BACK)('comes to the whole end when %s fails on the way back', async (failing) => {
    const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
    const until = [...THERE, ...BACK.slice(0, BACK.indexOf(failing) + 1)];
    const promoted = BACK.indexOf(failing) > BACK.indexOf('PromoteReplicaBack');
    const rebuilds = back(REBUILD);
    const left = promoted && !rebuilds.includes(failing) ? rebuilds : [];
    const end = rebuilds.includes(failing) ? KEPT : END;
    expect(called).toEqual([...until, 'SettleRoles', ...left, ...end]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  test.each(['SettleRoles', ...END])(
    'goes on to the next state of the end when %s fails',
    async (failing) => {
      const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
      const end = ['SettleRoles', 'CleanUp'].includes(failing) ? KEPT : END;
      expect(called).toEqual([...THERE, ...BACK, 'SettleRoles', ...end]);
      expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
    },
  );

  test.each(['taggedResources', 'problems', 'runningExperiments', 'runningExecutions'])(
    'keeps its locks while clean-up names %s',
    async (what) => {
      const { called } = await run({ outcomes: { CleanUp: { [what]: ['something'] } } });
      expect(called).toEqual([...THERE, ...BACK, 'SettleRoles', ...KEPT]);
    },
  );

  test('promotes nothing when the replica has not everything in time', async () => {
    const { calls, called, ending } = await run({ failing: { AwaitCatchUp: 'CatchUpLate' } });
    expect(called).not.toContain('PromoteReplica');
    expect(calls.filter(({ state }) => state === 'AwaitCatchUp')).toHaveLength(1);
    expect(ending).toMatchObject({ error: 'CatchUpLate' });
  });

  test.each(['FenceOldPrimary', 'FenceOldPrimaryBack'])(
    'promotes nothing when %s is no proof',
    async (state) => {
      const attempts = [{ rung: 'probe', result: 'refuted', detail: 'logged in', seconds: 1 }];
      const databases = [{ id: 'db', proof: 'none', attempts }];
      const { called, ending } = await run({ outcomes: { [state]: { databases } } });
      expect(called).not.toContain(state.replace('FenceOldPrimary', 'PromoteReplica'));
      expect(ending).toMatchObject({
        error: 'FenceUnproven',
        cause: `${state}: db: probe refuted (logged in)`,
      });
    },
  );

  test('drains nobody when a check of the pre-flight fails', async () => {
    const checks = CHECKED.checks.map((check) => ({ ...check, passed: false, seen: 'b' }));
    const { called, ending } = await run({ outcomes: { PreFlight: { checks } } });
    expect(called).not.toContain('DrainWriters');
    expect(ending).toMatchObject({ error: 'PreFlightFailed' });
  });

  test.each([
    [{}, 'there', []],
    [{ PromoteReplica: {} }, 'there', REBUILD],
    [{ PromoteReplica: {}, RetireOldPrimary: {}, DiscoverDatabasesBack: {} }, 'back', []],
    [
      { PromoteReplica: {}, RetireOldPrimary: {}, DiscoverDatabasesBack: {}, PromoteReplicaBack: {} },
      'back',
      back(REBUILD),
    ],
  ] as const)('finishes a run that was cut short with %j on record', async (outcomes, leg, rebuilt) => {
    const failure = { state: 'Hold', error: 'RunCutShort', cause: 'ABORTED' };
    const { calls, called, ending } = await run({ input: { ...INPUT, finish: { outcomes, failure } } });
    expect(called).toEqual(['SettleRoles', ...rebuilt, ...END]);
    expect(calls[0]).toMatchObject({ leg, outcomes, failure });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'RunCutShort' });
  });
});
