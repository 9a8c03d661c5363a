import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import {
  chainOf,
  eventTypes,
  failureOf,
  type Handler,
  machine,
  outputOf,
  prepare,
  runMachine,
} from './run-machine.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const pass = (Output: unknown) => ({ Type: 'Pass', Output, End: true });
const call = (FunctionName: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});
const wait = (Seconds: number) => ({ Type: 'Wait', Seconds, End: true });

function branch(name: string, state: Record<string, unknown>) {
  return { StartAt: name, States: { [name]: state } };
}

function parallel(branches: readonly unknown[], more: Record<string, unknown> = {}): string {
  return machine('P', { P: { Type: 'Parallel', Branches: branches, End: true, ...more } });
}

const breaks: Handler = ({ functionName }) => {
  if (functionName === 'bad') throw new StateFailure('Odd', 'why', { explained: true });
  return functionName;
};

describe('Parallel', () => {
  test('gives every branch its input, and gives the results in the order of the branches', async () => {
    const definition = parallel([
      branch('A', wait(20)),
      branch('B', pass('{% $states.input.n * 2 %}')),
      branch('C', wait(10)),
    ]);
    const run = await runMachine(definition, { input: { n: 4 } });
    expect(run.execution.ending()).toMatchObject({ output: '[{"n":4},8,{"n":4}]' });
    expect(run.seconds()).toBe(20);
  });

  test('has the events of AWS: branches hang on the start, the end on the branch that was last', async () => {
    const run = await runMachine(parallel([branch('A', wait(2)), branch('B', wait(1))]));
    expect(chainOf(run)).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'ParallelStateEntered'],
      [3, 2, 'ParallelStateStarted'],
      [4, 3, 'WaitStateEntered'],
      [5, 3, 'WaitStateEntered'],
      [6, 5, 'WaitStateExited'],
      [7, 4, 'WaitStateExited'],
      [8, 7, 'ParallelStateSucceeded'],
      [9, 7, 'ParallelStateExited'],
      [10, 9, 'ExecutionSucceeded'],
    ]);
  });

  test('Arguments are the input of the branches; Output and Assign see the result', async () => {
    const definition = machine('P', {
      P: {
        Type: 'Parallel',
        Arguments: { to: '{% $states.input.who %}' },
        Branches: [branch('A', pass('{% $states.input %}'))],
        Assign: { seen: '{% $states.result[0].to %}' },
        Output: '{% $states.input %}',
        Next: 'S',
      },
      S: { Type: 'Succeed', Output: '{% [$seen, $states.input.who] %}' },
    });
    expect(await outputOf(definition, { input: { who: 'me' } })).toEqual(['me', 'me']);
  });

  test('the first failure fails the state, and aborts the other branches', async () => {
    const definition = parallel([
      branch('A', wait(60)),
      branch('B', call('bad')),
      branch('C', call('slow', { Retry: [{ ErrorEquals: ['States.ALL'] }] })),
      branch('D', pass(1)),
    ]);
    const run = await runMachine(definition, {
      handler: (task, clock) => {
        const later = clock.sleepUntil(clock.now() + 5e6, new AbortController().signal);
        return task.functionName === 'bad' ? later.then(() => breaks(task, clock)) : new Promise(() => {});
      },
    });
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'Odd', cause: 'why' });
    expect(run.seconds()).toBe(5);
    const failed = chainOf(run).find(([, , type]) => type === 'TaskFailed')?.[0] ?? 0;
    expect(chainOf(run).slice(failed)).toEqual([
      [failed + 1, failed, 'WaitStateAborted'],
      [failed + 2, failed, 'TaskStateAborted'],
      [failed + 3, failed, 'ParallelStateFailed'],
      [failed + 4, failed + 3, 'ExecutionFailed'],
    ]);
  });

  test('a Fail state of a branch is the failure of the state', async () => {
    const run = await runMachine(parallel([branch('F', { Type: 'Fail', Error: 'Stop', Cause: 'because' })]));
    expect(chainOf(run)).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'ParallelStateEntered'],
      [3, 2, 'ParallelStateStarted'],
      [4, 3, 'FailStateEntered'],
      [5, 4, 'ParallelStateFailed'],
      [6, 5, 'ExecutionFailed'],
    ]);
    expect(run.execution.ending()).toMatchObject({ error: 'Stop', cause: 'because' });
  });

  test('Retry runs all branches again, and only a failure that nothing retries has an event', async () => {
    const definition = parallel([branch('A', pass(1)), branch('F', { Type: 'Fail', Error: 'Stop' })], {
      Retry: [{ ErrorEquals: ['Stop'], IntervalSeconds: 3, MaxAttempts: 2 }],
    });
    const run = await runMachine(definition);
    expect(run.seconds()).toBe(3 + 6);
    const types = eventTypes(run);
    expect(types.filter((type) => type === 'ParallelStateStarted')).toHaveLength(3);
    expect(types.filter((type) => type === 'PassStateEntered')).toHaveLength(3);
    expect(types.filter((type) => type === 'ParallelStateFailed')).toHaveLength(1);
    const started = chainOf(run).filter(([, , type]) => type === 'ParallelStateStarted');
    const failing = chainOf(run).filter(([, , type]) => type === 'FailStateEntered');
    expect(started[1]?.[1]).toBe(failing[0]?.[0]);
  });

  test('Catch takes the failure of a branch, with Error, Cause, Assign and Output', async () => {
    const definition = machine('P', {
      P: {
        Type: 'Parallel',
        Branches: [branch('B', call('bad'))],
        Catch: [
          {
            ErrorEquals: ['Odd'],
            Assign: { error: '{% $states.errorOutput.Error %}' },
            Output: '{% $states.errorOutput.Cause %}',
            Next: 'S',
          },
        ],
        End: true,
      },
      S: { Type: 'Succeed', Output: '{% [$error, $states.input] %}' },
    });
    const run = await runMachine(definition, { handler: breaks });
    expect(run.execution.ending()).toMatchObject({ output: '["Odd","why"]' });
    expect(eventTypes(run).slice(-5)).toEqual([
      'ParallelStateFailed',
      'ParallelStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('an expression that fails in a branch names the state of the branch', async () => {
    const definition = parallel([branch('A', pass('{% $states.input.absent %}'))]);
    const run = await runMachine(definition);
    expect(eventTypes(run).slice(3)).toEqual([
      'PassStateEntered',
      'EvaluationFailed',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
    expect((await failureOf(definition)).cause).toBe(
      "An error occurred while executing the state 'A' (entered at the event id #4). The JSONata expression '$states.input.absent' specified for the field 'Output' returned nothing (undefined).",
    );
  });

  test('branches read the variables around them, and theirs are gone with them', async () => {
    const assign = (value: string) => ({
      Type: 'Pass',
      Assign: { own: `{% $outer & '${value}' %}` },
      Next: `Read${value}`,
    });
    const read = { Type: 'Pass', Output: '{% $own %}', End: true };
    const definition = machine('A', {
      A: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'P' },
      P: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'SetX', States: { SetX: assign('X'), ReadX: read } },
          { StartAt: 'SetY', States: { SetY: assign('Y'), ReadY: read } },
        ],
        Next: 'S',
      },
      S: { Type: 'Succeed', Output: '{% [$states.input, $exists($own)] %}' },
    });
    expect(await outputOf(definition)).toEqual(['oX', 'oY', false]);
  });

  test('states nest', async () => {
    const inner = { Type: 'Parallel', Branches: [branch('L3', pass(1)), branch('R3', pass(2))], End: true };
    const run = await runMachine(parallel([branch('L2', inner), branch('R2', wait(5))]));
    expect(run.execution.ending()).toMatchObject({ output: '[[1,2],{}]' });
  });

  test('a failure aborts what is nested, the innermost first', async () => {
    const inner = { Type: 'Parallel', Branches: [branch('L3', wait(60))], End: true };
    const run = await runMachine(parallel([branch('L2', inner), branch('R2', call('bad'))]), {
      handler: breaks,
    });
    expect(eventTypes(run).slice(-5)).toEqual([
      'TaskFailed',
      'WaitStateAborted',
      'ParallelStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('a stopped execution ends in all branches', async () => {
    const run = prepare(parallel([branch('A', wait(60)), branch('B', wait(60))]));
    run.execution.run();
    await expect.poll(() => eventTypes(run)).toHaveLength(5);
    run.execution.stop(null, null);
    await run.execution.done;
    expect(eventTypes(run).at(-1)).toBe('ExecutionAborted');
    await run.clock.sleepUntil(run.clock.now(), new AbortController().signal);
    expect(eventTypes(run)).toHaveLength(6);
  });

  test('tokens of branches are answered each for itself', async () => {
    const waits = call('holder', {
      Resource: `${INVOKE}.waitForTaskToken`,
      Arguments: { FunctionName: 'holder', Payload: '{% $states.context.Task.Token %}' },
      Output: '{% $states.result %}',
    });
    const run = prepare(parallel([branch('A', waits), branch('B', waits)]));
    run.execution.run();
    await expect.poll(() => run.calls).toHaveLength(2);
    const [a, b] = run.calls.map(({ token }) => token ?? '');
    expect(run.execution.answer(b ?? '', { ok: true, output: 'b' })).toBe(true);
    expect(run.execution.alive(a ?? '')).toBe(true);
    expect(run.execution.alive(b ?? '')).toBe(false);
    expect(run.execution.answer(a ?? '', { ok: true, output: 'a' })).toBe(true);
    await run.execution.done;
    expect(run.execution.ending()).toMatchObject({ output: '["a","b"]' });
  });

  test('a result above 256 KiB is States.DataLimitExceeded, though each part is below', async () => {
    const big = pass("{% $pad('', 150000, 'x') %}");
    const { error } = await failureOf(parallel([branch('A', big), branch('B', big)]));
    expect(error).toBe('States.DataLimitExceeded');
  });
});
