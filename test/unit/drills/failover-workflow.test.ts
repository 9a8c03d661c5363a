import { describe, expect, test } from 'vitest';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { StateFailure } from '../../../lib/sandbox/states/asl/state-failure.ts';
import { formatInstant } from '../../../lib/domain/instant.ts';
import { type Handler, type MachineRun, prepare } from '../sandbox/states/run-machine.ts';
import { makeVirtualClock } from '../sandbox/states/virtual-clock.ts';

const DEFINITION = workflowOf(
  'failover',
  (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
);
const INPUT = {
  run: 'run',
  scope: 'rehearsal',
  plan: { name: 'orders' },
  approvals: { needed: 0 },
  detect: { timeoutSeconds: 30 },
  holdSeconds: 60,
  databases: [{ id: 'db' }],
};

/** When an execution on a virtual clock begins. */
const STARTED_AT = makeVirtualClock().now();

const BEFORE = [
  'log-start',
  'acquire-lock',
  'discover-databases',
  'load-handlers',
  'apply-conditions',
  'start-heartbeat',
  'pre-flight',
];
const LOSS = ['record-objectives', 'warm-handlers', 'inject-disruption', 'await-detection'];
const RECOVERY = [
  'stop-background-jobs',
  'fence-old-primary',
  'promote-replica',
  'prove-promotion',
  'switch-traffic',
  'verify-services',
];
const END = [
  'return-region',
  'stop-heartbeat',
  'export-run',
  'clean-up',
  'seal-record',
  'judge-run',
  'publish-report',
  'sign-evidence',
  'release-lock',
];

/** The end of a run that leaves something to be finished: it keeps its locks. */
const KEPT = END.filter((handler) => handler !== 'release-lock');

const OUTCOMES: Readonly<Record<string, unknown>> = {
  'pre-flight': {
    checks: [
      { name: 'replica streaming', subject: 'r', passed: true, blocking: true, seen: 's', limit: 's' },
    ],
  },
  'fence-old-primary': { databases: [{ id: 'db', proof: 'receipt', attempts: [] }] },
  'poll-detection': { detected: false, against: null },
};

/** A real run that nobody has to approve, and that declares at once. */
const REAL = { ...INPUT, scope: 'real', real: { despite: 'the bank calls', confirmed: 'orders' } };
/** What is said to the states that wait for it. */
const SAID: Readonly<Record<string, { readonly outcome: unknown }>> = {
  'await-detection': { outcome: { detected: true } },
  'request-decision': { outcome: { answer: 'skip', by: [{ name: 'Anna', reason: 'by hand' }] } },
};

interface Script {
  readonly outcomes?: Readonly<Record<string, unknown>>;
  /** Error that a handler throws, each time it is called. */
  readonly failing?: Readonly<Record<string, string>>;
  readonly detects?: boolean;
  readonly input?: typeof INPUT & { readonly finish?: unknown; readonly real?: unknown };
}

async function run({ outcomes = {}, failing = {}, detects = true, input = INPUT }: Script = {}) {
  let waiting: Waiting | null = null;
  const handler: Handler = ({ functionName: arn, token: given }) => {
    const functionName = nameOf(arn);
    const error = failing[functionName];
    if (error !== undefined) throw new StateFailure(error, `${functionName} failed`, { explained: true });
    const said = SAID[functionName];
    if (given !== null && said !== undefined)
      waiting = { token: given, output: { ...said, pending: [functionName] } };
    return { outcome: outcomes[functionName] ?? OUTCOMES[functionName] ?? {}, pending: [functionName] };
  };
  const machine = prepare(DEFINITION, { input, handler });
  machine.execution.run();
  void answerToken(machine, () => (detects ? waiting : null));
  await machine.clock.drive(machine.execution.done);
  return {
    machine,
    called: distinct(machine.calls.map(({ functionName }) => nameOf(functionName))),
    ending: machine.execution.ending(),
  };
}

interface Waiting {
  readonly token: string;
  readonly output: unknown;
}

/** Answers the first token that there is: the detection's, or that of a question. */
async function answerToken({ execution }: MachineRun, waiting: () => Waiting | null) {
  while (!execution.ending()) {
    const given = waiting();
    if (given !== null) {
      execution.answer(given.token, { ok: true, output: given.output });
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

describe('the failover workflow', () => {
  test('goes through every state, hold included, and ends well', async () => {
    const { machine, called, ending } = await run();
    expect(called).toEqual([...BEFORE, ...LOSS, ...RECOVERY, ...END]);
    expect(ending?.status).toBe('SUCCEEDED');
    expect(machine.seconds()).toBeGreaterThanOrEqual(INPUT.holdSeconds);
  });

  test.each([
    ['no name', { despite: 'the bank calls' }],
    ['an empty name', { despite: 'the bank calls', confirmed: '' }],
    ['another name', { despite: 'the bank calls', confirmed: 'Orders' }],
  ])('takes no lock for a real failover that is confirmed by %s', async (_, real) => {
    const { machine, called, ending } = await run({ input: { ...REAL, real } });
    expect(called).toEqual(END);
    expect(machine.calls[0]?.payload).toMatchObject({ outcomes: {} });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'NotConfirmed' });
  });

  test.each([
    ['unattended', 'nobody answers', false],
    ['unattended', null, true],
    ['typed', 'nobody answers', true],
  ])('takes a lock for what was confirmed %s, with break-glass %j: %j', async (how, breakGlass, isTaken) => {
    const { called, ending } = await run({ input: { ...REAL, real: { ...REAL.real, how, breakGlass } } });
    expect(called.includes('acquire-lock')).toBe(isTaken);
    expect(ending).toMatchObject(
      isTaken
        ? { status: 'SUCCEEDED' }
        : { error: 'NotConfirmed', cause: expect.stringContaining('a machine has started it') },
    );
  });

  test.each([
    [14.9, true],
    [-14.9, true],
    [15.1, false],
    [-15.1, false],
    [null, false],
  ])('takes an input for the console %j minutes after it was printed: %j', async (minutes, isTaken) => {
    const printedAt = minutes === null ? null : formatInstant(STARTED_AT - minutes * 60e6);
    const real = { ...REAL.real, how: 'console', printedAt };
    const { called, ending } = await run({ input: { ...REAL, real } });
    expect(called.includes('acquire-lock')).toBe(isTaken);
    expect(ending).toMatchObject(
      isTaken
        ? { status: 'SUCCEEDED' }
        : { error: 'NotConfirmed', cause: expect.stringContaining('print it anew') },
    );
  });

  test('goes straight to its end when it finishes a run, with what that run has on record', async () => {
    const failure = { state: 'Hold', error: 'RunCutShort', cause: 'ABORTED' };
    const finish = { outcomes: { AcquireLock: { generation: 7 } }, failure };
    const { machine, called, ending } = await run({ input: { ...INPUT, finish } });
    expect(called).toEqual(END);
    expect(machine.calls[0]?.payload).toMatchObject({
      state: 'ReturnRegion',
      outcomes: finish.outcomes,
      failure,
    });
    expect(ending).toMatchObject({ status: 'FAILED', error: 'RunCutShort' });
  });

  test('hands each step what the earlier ones saw, and what is still to be recorded', async () => {
    const { machine } = await run();
    const judge = machine.calls.find(({ functionName }) => nameOf(functionName) === 'clean-up');
    expect(judge?.payload).toMatchObject({
      run: INPUT,
      state: 'CleanUp',
      attempt: 0,
      failure: null,
      pending: ['export-run'],
      outcomes: { AwaitDetection: { detected: true }, FenceOldPrimary: OUTCOMES['fence-old-primary'] },
    });
  });

  test('begins a real failover that no log could be told of, and says nothing against it', async () => {
    const real = await run({ input: REAL, failing: { 'log-start': 'SignatureRefused' } });
    expect(real.called.slice(0, 2)).toEqual(['log-start', 'acquire-lock']);
    expect(real.called).toContain('poll-detection');
    expect(JSON.stringify(real.ending)).not.toContain('SignatureRefused');
  });

  test.each([...BEFORE, ...LOSS, ...RECOVERY])('comes to the whole end when %s fails', async (failing) => {
    const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
    const all = [...BEFORE, ...LOSS, ...RECOVERY];
    expect(called).toEqual([...all.slice(0, all.indexOf(failing) + 1), ...END]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  test.each(END)('goes on to the next state of the end when %s fails', async (failing) => {
    const { called, ending } = await run({ failing: { [failing]: 'AccessDenied' } });
    const end = ['return-region', 'clean-up'].includes(failing) ? KEPT : END;
    expect(called).toEqual([...BEFORE, ...LOSS, ...RECOVERY, ...end]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  test.each(['runningExperiments', 'taggedResources', 'runningExecutions', 'fencesInForce', 'problems'])(
    'keeps its locks while clean-up names %s',
    async (what) => {
      const { called } = await run({ outcomes: { 'clean-up': { [what]: ['something'] } } });
      expect(called).toEqual([...BEFORE, ...LOSS, ...RECOVERY, ...KEPT]);
    },
  );

  test('keeps the locks of a real failover whose way back failed, and frees them when that is finished', async () => {
    const failing = { 'fence-old-primary': 'RunAborted', 'return-region': 'CleanUpIncomplete' };
    const { called, ending } = await run({ input: REAL, failing });
    expect(called.slice(-KEPT.length)).toEqual(KEPT);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'RunAborted' });
    const finish = { outcomes: { AcquireLock: { generation: 7 } }, failure: null };
    expect((await run({ input: { ...REAL, finish } })).called).toEqual(END);
  });

  test.each(['return-region', 'clean-up'])(
    'frees what it holds where it was refused at the lock, although %s fails as well',
    async (failing) => {
      const { called, ending } = await run({
        failing: { 'acquire-lock': 'LockHeld', [failing]: 'AccessDenied' },
      });
      expect(called).toEqual(['log-start', 'acquire-lock', ...END]);
      expect(ending).toMatchObject({ status: 'FAILED', error: 'LockHeld' });
    },
  );

  test('frees what it holds where another run has taken its lock: that one settles what is left', async () => {
    const failing = { 'promote-replica': 'GenerationSuperseded', 'return-region': 'GenerationSuperseded' };
    const { called } = await run({ failing, outcomes: { 'clean-up': { problems: ['something'] } } });
    expect(called.slice(-END.length)).toEqual(END);
  });

  test('tells the way back what was left out after it had failed', async () => {
    const failing = { 'stop-background-jobs': 'RegionUnreachable', 'fence-old-primary': 'RunAborted' };
    const { machine, called } = await run({ input: REAL, failing });
    expect(called.slice(-END.length - 3)).toEqual([
      'stop-background-jobs',
      'request-decision',
      'fence-old-primary',
      ...END,
    ]);
    const back = machine.calls.find(({ functionName }) => nameOf(functionName) === 'return-region');
    expect(back?.payload).toMatchObject({
      failure: { state: 'FenceOldPrimary', error: 'RunAborted' },
      skipped: ['StopBackgroundJobs'],
    });
  });

  test.each(['RunAborted', 'GenerationSuperseded'])(
    'asks nobody any more when a run is to end while it asks: %s',
    async (error) => {
      const failing = { 'stop-background-jobs': 'Conflict', 'request-decision': error };
      const { called, ending } = await run({ input: REAL, failing });
      expect(called.slice(-END.length - 1)).toEqual(['request-decision', ...END]);
      expect(ending).toMatchObject({ status: 'FAILED' });
    },
  );

  test('ends a drill whose approval cannot be asked for', async () => {
    const input = { ...INPUT, approvals: { needed: 1, timeoutSeconds: 600 } };
    const { called, ending } = await run({ input, failing: { 'request-approval': 'AccessDenied' } });
    expect(called.slice(-END.length - 1)).toEqual(['request-approval', ...END]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'AccessDenied' });
  });

  test.each([
    ['FenceNotLifted', 61],
    ['CleanUpIncomplete', 6],
    ['Sandbox.Timedout', 4],
  ])('looks again at an old primary that is not as it was: %s', async (error, times) => {
    const { machine, called } = await run({ failing: { 'return-region': error } });
    const looks = machine.calls.filter(({ functionName }) => nameOf(functionName) === 'return-region');
    expect(looks).toHaveLength(times);
    expect(called.slice(-KEPT.length)).toEqual(KEPT);
  });

  test('reports the first failure when more follow', async () => {
    const { ending } = await run({ failing: { 'promote-replica': 'First', 'export-run': 'Second' } });
    expect(ending).toMatchObject({ error: 'First', cause: expect.stringContaining('PromoteReplica') });
  });

  test('promotes nothing when a blocking check of the pre-flight fails', async () => {
    const check = {
      name: 'replica streaming',
      subject: 'r',
      passed: false,
      blocking: true,
      seen: 'stopped',
      limit: 'streaming',
    };
    const { called, ending } = await run({ outcomes: { 'pre-flight': { checks: [check, check] } } });
    expect(called).toEqual([...BEFORE, ...END]);
    expect(ending).toMatchObject({
      error: 'PreFlightFailed',
      cause: expect.stringContaining('saw stopped; expected streaming'),
    });
  });

  test('promotes nothing when the fence is not proven', async () => {
    const attempts = [{ rung: 'probe', result: 'unreachable', detail: 'no answer', seconds: 2 }];
    const databases = [
      { id: 'db', proof: 'none', attempts },
      { id: 'other', proof: 'receipt', attempts: [] },
    ];
    const input = { ...INPUT, databases: [{ id: 'db' }, { id: 'other' }] };
    const { called, ending } = await run({ input, outcomes: { 'fence-old-primary': { databases } } });
    expect(called).not.toContain('promote-replica');
    expect(called.slice(-END.length)).toEqual(END);
    expect(ending).toMatchObject({
      error: 'FenceUnproven',
      cause: expect.stringContaining('db: probe unreachable (no answer)'),
    });
  });

  test.each([{}, { databases: [] }, { databases: [{ id: 'db', proof: 'prooben', attempts: [] }] }])(
    'promotes nothing when the fence of a database is not on record: %j',
    async (fence) => {
      const { called, ending } = await run({ outcomes: { 'fence-old-primary': fence } });
      expect(called).not.toContain('promote-replica');
      expect(ending).toMatchObject({ status: 'FAILED' });
    },
  );

  test('disrupts nothing when the pre-flight checked nothing', async () => {
    const { called } = await run({ outcomes: { 'pre-flight': { checks: [] } } });
    expect(called).not.toContain('inject-disruption');
  });

  test('recovers nothing, and fails nothing, when no outage was seen', async () => {
    const { machine, called, ending } = await run({ detects: false });
    expect(called).toEqual([...BEFORE, ...LOSS, 'poll-detection', ...END]);
    expect(ending?.status).toBe('SUCCEEDED');
    expect(machine.seconds()).toBe(INPUT.detect.timeoutSeconds);
  });

  test('recovers when only the status object tells of the detection', async () => {
    const { called } = await run({ detects: false, outcomes: { 'poll-detection': { detected: true } } });
    expect(called).toEqual([...BEFORE, ...LOSS, 'poll-detection', ...RECOVERY, ...END]);
  });

  test('takes throttling for unknown and tries again, without end never', async () => {
    const { machine, ending } = await run({ failing: { 'promote-replica': 'ThrottledUnknown' } });
    expect(
      machine.calls.filter(({ functionName }) => nameOf(functionName) === 'promote-replica'),
    ).toHaveLength(6);
    expect(ending).toMatchObject({ error: 'ThrottledUnknown' });
  });
});
