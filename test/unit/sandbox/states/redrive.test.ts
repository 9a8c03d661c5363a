import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { redriveRefusal } from '../../../../lib/sandbox/states/executions/redrivable.ts';
import {
  chainOf,
  eventTypes,
  type Handler,
  type MachineRun,
  machine,
  prepare,
  runMachine,
} from './run-machine.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const call = (FunctionName: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName, Payload: '{% $states.context.State.RetryCount %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
  ...more,
});

/** Fails a function so many times, then lets it succeed with its name. */
function failing(name: string, times: number): Handler {
  let left = times;
  return ({ functionName }) => {
    if (functionName !== name) return functionName;
    left -= 1;
    if (left >= 0) throw new StateFailure('Odd', 'why', { explained: true });
    return functionName;
  };
}

async function redriven(run: MachineRun): Promise<MachineRun> {
  run.execution.redrive(null);
  await run.clock.drive(run.execution.done);
  return run;
}

const TWO = machine('A', {
  A: { Type: 'Pass', Assign: { kept: 'a variable' }, Next: 'B' },
  B: call('b', { Output: '{% [$kept, $states.result.Payload] %}' }),
});

describe('an execution that is redriven', () => {
  test('goes on from the state that failed, with what came before', async () => {
    const run = await runMachine(TWO, { handler: failing('b', 1) });
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'Odd' });
    await redriven(run);
    expect(run.execution.ending()).toMatchObject({ status: 'SUCCEEDED', output: '["a variable","b"]' });
    expect(chainOf(run).slice(7)).toEqual([
      [8, 7, 'ExecutionFailed'],
      [9, 8, 'ExecutionRedriven'],
      [10, 9, 'TaskScheduled'],
      [11, 10, 'TaskStarted'],
      [12, 11, 'TaskSucceeded'],
      [13, 12, 'TaskStateExited'],
      [14, 13, 'ExecutionSucceeded'],
    ]);
    expect(run.execution.events()[8]?.details).toEqual({
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
  });

  test('counts its retries anew', async () => {
    const definition = machine('B', { B: call('b', { Retry: [{ ErrorEquals: ['Odd'], MaxAttempts: 1 }] }) });
    const run = await runMachine(definition, { handler: failing('b', 3) });
    expect(run.calls.map(({ payload }) => payload)).toEqual([0, 1]);
    await redriven(run);
    expect(run.calls.map(({ payload }) => payload)).toEqual([0, 1, 0, 1]);
    expect(run.execution.ending()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('knows how often and when', async () => {
    const definition = machine('B', { B: call('b', { Output: '{% $states.context.Execution %}' }) });
    const run = await redriven(await runMachine(definition, { handler: failing('b', 2) }));
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED' });
    await redriven(run);
    const ending = run.execution.ending();
    expect(ending?.status === 'SUCCEEDED' && JSON.parse(ending.output)).toMatchObject({
      RedriveCount: 2,
      RedriveTime: '2023-11-14T22:13:20.000Z',
    });
  });

  test('has the whole time of its machine again', async () => {
    const definition = machine('W', { W: { Type: 'Wait', Seconds: 5, End: true } }, { TimeoutSeconds: 3 });
    const run = await runMachine(definition);
    expect(run.execution.ending()).toMatchObject({ status: 'TIMED_OUT' });
    await redriven(run);
    expect(run.seconds()).toBe(6);
    expect(eventTypes(run).slice(-2)).toEqual(['ExecutionRedriven', 'ExecutionTimedOut']);
  });

  test('goes on after it was stopped', async () => {
    const run = prepare(machine('W', { W: { Type: 'Wait', Seconds: 5, End: true } }));
    run.execution.run();
    run.execution.stop(null, null);
    await redriven(run);
    expect(eventTypes(run).slice(-4)).toEqual([
      'ExecutionAborted',
      'ExecutionRedriven',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('runs only the branches again that failed or were aborted', async () => {
    const branch = (name: string, state: unknown) => ({ StartAt: name, States: { [name]: state } });
    const definition = machine('P', {
      P: {
        Type: 'Parallel',
        Branches: [
          branch('Done', call('done')),
          branch('Nap', { Type: 'Wait', Seconds: 1, Next: 'Bad' }),
          branch('Long', call('long', { TimeoutSeconds: 60 })),
        ].map((each) =>
          each.StartAt === 'Nap' ? { ...each, States: { ...each.States, Bad: call('bad') } } : each,
        ),
        End: true,
      },
    });
    let hangs = true;
    const bad = failing('bad', 1);
    const run = await runMachine(definition, {
      handler: (task, clock) =>
        task.functionName === 'long' && hangs ? new Promise(() => {}) : bad(task, clock),
    });
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED' });
    expect(eventTypes(run)).toContain('TaskStateAborted');
    hangs = false;
    await redriven(run);
    expect(run.execution.ending()).toMatchObject({ output: '["done","bad","long"]' });
    const calls = run.calls.map(({ functionName }) => functionName);
    expect(calls.filter((name) => name === 'done')).toHaveLength(1);
    expect(calls.filter((name) => name === 'long')).toHaveLength(2);
    expect(eventTypes(run).filter((type) => type === 'WaitStateEntered')).toHaveLength(1);
  });

  test('runs only the iterations again that failed, were aborted, or had not begun', async () => {
    const definition = machine('M', {
      M: {
        Type: 'Map',
        Items: ['a', 'b', 'c'],
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: 'I', States: { I: call('{% $states.input %}') } },
        End: true,
      },
    });
    const run = await redriven(await runMachine(definition, { handler: failing('b', 1) }));
    expect(run.execution.ending()).toMatchObject({ output: '["a","b","c"]' });
    expect(run.calls.map(({ functionName }) => functionName)).toEqual(['a', 'b', 'b', 'c']);
  });

  test('runs all branches again after States.DataLimitExceeded', async () => {
    const big = { Type: 'Pass', Output: "{% $pad('', 150000, 'x') %}", End: true };
    const definition = machine('P', {
      P: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: big } },
          { StartAt: 'B', States: { B: big } },
        ],
        End: true,
      },
    });
    const run = await redriven(await runMachine(definition));
    expect(run.execution.ending()).toMatchObject({ error: 'States.DataLimitExceeded' });
    expect(eventTypes(run).filter((type) => type === 'PassStateEntered')).toHaveLength(4);
  });

  test('is resumed when the interpreter is killed after it', async () => {
    const run = await redriven(await runMachine(TWO, { handler: failing('b', 1) }));
    const from = run.journal.findIndex(({ redriven: line }) => line);
    expect(from).toBeGreaterThan(0);
    for (let lines = from; lines <= run.journal.length; lines += 1) {
      const clock = makeVirtualClock(run.clock.now());
      const resumed = await runMachine(TWO, { lines: run.journal.slice(0, lines), clock });
      if (lines === from) {
        expect(resumed.execution.ending()).toMatchObject({ status: 'FAILED' });
      } else {
        expect(resumed.execution.ending()).toMatchObject({ status: 'SUCCEEDED' });
        expect(eventTypes(resumed)).toEqual(eventTypes(run));
      }
    }
  });
});

describe('what cannot be redriven', () => {
  const DAY = 86_400e6;

  test.each([
    { name: null, later: 0, refusal: 'Execution is RUNNING and cannot be redriven' },
    { name: 'b', later: 0, refusal: 'Execution is SUCCEEDED and cannot be redriven' },
    { name: 'bad', later: 14 * DAY, refusal: null },
    { name: 'bad', later: 14 * DAY + 1, refusal: 'Execution redrivable period exceeded' },
    { name: 'bad', later: 365 * DAY + 1, refusal: 'Execution has exceeded the max execution time' },
  ])('$refusal', async ({ name, later, refusal }) => {
    const definition = machine('B', { B: call(name ?? 'b') });
    const run = prepare(definition, { handler: failing('bad', 1) });
    if (name !== null) {
      run.execution.run();
      await run.clock.drive(run.execution.done);
    }
    expect(redriveRefusal(run.execution, run.clock.now() + later)).toBe(refusal);
  });

  test('with a full history', async () => {
    const loop = machine('A', {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: false, Next: 'C' }], Default: 'A' },
      C: { Type: 'Succeed' },
    });
    const run = await runMachine(loop);
    expect(redriveRefusal(run.execution, run.clock.now())).toBe('Execution history event limit exceeded');
  });
});
