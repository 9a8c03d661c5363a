import { expect, test } from 'vitest';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { StateFailure } from '../../../lib/sandbox/states/asl/state-failure.ts';
import { type Handler, prepare } from '../sandbox/states/run-machine.ts';

const DEFINITION = workflowOf(
  'restore',
  (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
);
const BEFORE = ['log-start', 'acquire-lock', 'record-objectives', 'choose-recovery-point'];
const MOMENT = ['write-markers', 'await-restorable'];
const RESTORE = ['restore-databases', 'await-restored', 'verify-restored'];
const END = [
  'remove-restored',
  'export-run',
  'clean-up',
  'seal-record',
  'judge-run',
  'publish-report',
  'sign-evidence',
  'release-lock',
];

interface Script {
  readonly kind?: 'newest-backup' | 'point-in-time';
  /** Error of a handler, and how often it is thrown; for ever, where that is not said. */
  readonly failing?: { readonly name: string; readonly error: string; readonly times?: number };
  readonly finish?: unknown;
}

async function run({ kind = 'newest-backup', failing, ...rest }: Script = {}) {
  let thrown = 0;
  const handler: Handler = ({ functionName }) => {
    const isFailing = failing !== undefined && functionName.endsWith(`:${failing.name}`);
    if (isFailing && (thrown += 1) <= (failing.times ?? Number.POSITIVE_INFINITY))
      throw new StateFailure(failing.error, 'failed', { explained: true });
    return { outcome: {}, pending: [] };
  };
  const machine = prepare(DEFINITION, { input: { run: 'run', source: { kind }, ...rest }, handler });
  machine.execution.run();
  await machine.clock.drive(machine.execution.done);
  const called = machine.calls.map(({ functionName }) => functionName.split(':').at(-1) ?? '');
  return { called: [...new Set(called)], status: machine.execution.ending()?.status, calls: called.length };
}

test('a backup needs no markers, a moment does', async () => {
  await expect(run()).resolves.toMatchObject({
    called: [...BEFORE, ...RESTORE, ...END],
    status: 'SUCCEEDED',
  });
  await expect(run({ kind: 'point-in-time' })).resolves.toMatchObject({
    called: [...BEFORE, ...MOMENT, ...RESTORE, ...END],
  });
});

test.each([...BEFORE, ...RESTORE])(
  'whatever fails in %s, what was restored is removed and judged',
  async (name) => {
    const { called, status } = await run({ failing: { name, error: 'RestoreFailed' } });
    expect(called.slice(called.indexOf('remove-restored'))).toEqual(END);
    expect(status).toBe('FAILED');
  },
);

test('an API that throttles is asked again, and the drill goes on', async () => {
  const failing = { name: 'restore-databases', error: 'ThrottledUnknown', times: 5 };
  const { called, status } = await run({ failing });
  expect(called).toEqual([...BEFORE, ...RESTORE, ...END]);
  expect(status).toBe('SUCCEEDED');
});

test('a region that is lost in the middle ends the drill, which still is cleaned up as far as it can be', async () => {
  const { called, status } = await run({ failing: { name: 'await-restored', error: 'RegionUnreachable' } });
  expect(called).toEqual([...BEFORE, 'restore-databases', 'await-restored', ...END]);
  expect(status).toBe('FAILED');
});

test('an execution that finishes a run which was killed enters where everything is removed', async () => {
  const failure = { state: 'AwaitRestored', error: 'RunCutShort', cause: 'killed' };
  const { called } = await run({ finish: { outcomes: {}, failure } });
  expect(called).toEqual(END);
});
