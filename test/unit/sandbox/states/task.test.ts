import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import {
  eventTypes,
  failureOf,
  type Handler,
  machine,
  outputOf,
  prepare,
  runMachine,
} from './run-machine.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';

function task(more: Record<string, unknown> = {}): string {
  return machine('T', {
    T: { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' }, End: true, ...more },
  });
}

const fails =
  (error: string, cause = 'because'): Handler =>
  () => {
    throw new StateFailure(error, cause, { explained: true });
  };

/** Fails a number of times, then succeeds. */
function failing(times: number, error: string): Handler {
  let left = times;
  return () => {
    left -= 1;
    if (left >= 0) throw new StateFailure(error, 'again', { explained: true });
    return 'done';
  };
}

describe('Task', () => {
  test('calls the function and gives its result', async () => {
    const definition = task({
      Arguments: { FunctionName: 'promote-replica', Payload: { id: '{% $states.input.id %}' } },
      Output: '{% $states.result %}',
    });
    const run = await runMachine(definition, { input: { id: 7 }, handler: () => ({ promoted: true }) });
    expect(run.calls).toMatchObject([
      { functionName: 'promote-replica', payload: { id: 7 }, invocationType: 'RequestResponse', token: null },
    ]);
    expect(run.execution.ending()).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"ExecutedVersion":"$LATEST","Payload":{"promoted":true},"StatusCode":200}',
    });
    expect(eventTypes(run)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(run.execution.events()[2]?.details).toEqual({
      taskScheduledEventDetails: {
        resourceType: 'lambda',
        resource: 'invoke',
        region: 'eu-west-1',
        parameters: '{"FunctionName":"promote-replica","Payload":{"id":7}}',
      },
    });
  });

  test('Assign and Output see the result', async () => {
    const definition = machine('T', {
      T: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: { FunctionName: 'f' },
        Assign: { lsn: '{% $states.result.Payload.lsn %}' },
        Output: '{% $states.input %}',
        Next: 'S',
      },
      S: { Type: 'Succeed', Output: '{% [$lsn, $states.input] %}' },
    });
    expect(await outputOf(definition, { input: 'in', handler: () => ({ lsn: '0/1' }) })).toEqual([
      '0/1',
      'in',
    ]);
  });

  test('an error keeps its name and cause', async () => {
    expect(await failureOf(task(), { handler: fails('FenceUnproven', '{"errorMessage":"no"}') })).toEqual({
      status: 'FAILED',
      error: 'FenceUnproven',
      cause: '{"errorMessage":"no"}',
    });
  });

  test('TimeoutSeconds ends it with States.Timeout and no cause', async () => {
    const run = await runMachine(task({ TimeoutSeconds: '{% $states.input.t %}' }), {
      input: { t: 5 },
      handler: (_, clock) => clock.sleepUntil(clock.now() + 60e6, new AbortController().signal),
    });
    expect(run.seconds()).toBe(5);
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: null });
    expect(run.execution.events()[2]?.details).toMatchObject({
      taskScheduledEventDetails: { timeoutInSeconds: 5 },
    });
    expect(eventTypes(run).slice(-2)).toEqual(['TaskTimedOut', 'ExecutionFailed']);
  });
});

describe('Retry', () => {
  const retry = (...Retry: unknown[]): string => task({ Retry });

  test('waits IntervalSeconds × BackoffRate^n, MaxAttempts times', async () => {
    const run = await runMachine(
      retry({ ErrorEquals: ['Busy'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }),
      {
        handler: failing(3, 'Busy'),
      },
    );
    expect(run.execution.ending()?.status).toBe('SUCCEEDED');
    expect(run.seconds()).toBe(2 + 6 + 18);
    expect(run.calls).toHaveLength(4);
  });

  test('has the defaults of the language: 1 s, 3 attempts, rate 2', async () => {
    const run = await runMachine(retry({ ErrorEquals: ['Busy'] }), { handler: failing(9, 'Busy') });
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'Busy' });
    expect(run.seconds()).toBe(1 + 2 + 4);
  });

  test('MaxDelaySeconds caps the delay, FULL jitter draws below it', async () => {
    const retrier = {
      ErrorEquals: ['Busy'],
      IntervalSeconds: 10,
      BackoffRate: 10,
      MaxAttempts: 2,
      MaxDelaySeconds: 30,
    };
    expect((await runMachine(retry(retrier), { handler: failing(2, 'Busy') })).seconds()).toBe(40);
    const jitter = retry({ ...retrier, JitterStrategy: 'FULL' });
    expect((await runMachine(jitter, { handler: failing(2, 'Busy'), random: 0.25 })).seconds()).toBe(10);
  });

  test('each retrier counts for itself', async () => {
    let call = 0;
    const run = await runMachine(
      retry({ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['B'], MaxAttempts: 1 }),
      {
        handler: () => {
          call += 1;
          if (call <= 2) throw new StateFailure(call === 1 ? 'A' : 'B', '', { explained: true });
          return 'ok';
        },
      },
    );
    expect(run.execution.ending()?.status).toBe('SUCCEEDED');
    expect(run.calls).toHaveLength(3);
  });

  test('MaxAttempts 0 is never', async () => {
    const run = await runMachine(
      retry({ ErrorEquals: ['Busy'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'], MaxAttempts: 5 }),
      { handler: failing(1, 'Busy') },
    );
    expect(run.calls).toHaveLength(1);
  });

  test('RetryCount is in the context', async () => {
    const definition = task({
      Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
      Retry: [{ ErrorEquals: ['Busy'] }],
    });
    const run = await runMachine(definition, { handler: failing(2, 'Busy') });
    expect(run.calls.map(({ payload }) => payload)).toEqual([0, 1, 2]);
  });

  test('States.TaskFailed matches all but time-outs', async () => {
    const definition = task({
      TimeoutSeconds: 1,
      Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }],
    });
    expect((await runMachine(definition, { handler: failing(1, 'Any') })).calls).toHaveLength(2);
    const slow: Handler = (_, clock) => clock.sleepUntil(clock.now() + 9e6, new AbortController().signal);
    expect((await runMachine(definition, { handler: slow })).calls).toHaveLength(1);
  });
});

describe('Catch', () => {
  const caught = (catcher: Record<string, unknown>): string =>
    machine('T', {
      T: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: { FunctionName: 'f' },
        TimeoutSeconds: 5,
        Catch: [
          { ErrorEquals: ['Other'], Next: 'S' },
          { Next: 'S', ...catcher },
        ],
        End: true,
      },
      S: { Type: 'Succeed', Output: "{% {'input': $states.input, 'seen': $exists($seen) ? $seen : null} %}" },
    });

  test('gives Error and Cause on', async () => {
    const definition = caught({ ErrorEquals: ['States.ALL'] });
    expect(await outputOf(definition, { handler: fails('Odd', 'why') })).toEqual({
      input: { Error: 'Odd', Cause: 'why' },
      seen: null,
    });
  });

  test('has its own Assign and Output, which see $states.errorOutput and the input', async () => {
    const definition = caught({
      ErrorEquals: ['Odd'],
      Assign: { seen: '{% $states.errorOutput.Error %}' },
      Output: '{% $states.input %}',
    });
    expect(await outputOf(definition, { input: { a: 1 }, handler: fails('Odd') })).toEqual({
      input: { a: 1 },
      seen: 'Odd',
    });
  });

  test('catches an expression that failed, and the history says where', async () => {
    const definition = machine('T', {
      T: {
        Type: 'Task',
        Resource: INVOKE,
        Arguments: { FunctionName: 'f', Payload: '{% $states.input.absent %}' },
        Catch: [
          {
            ErrorEquals: ['States.QueryEvaluationError'],
            Next: 'S',
            Output: '{% $states.errorOutput.Error %}',
          },
        ],
        End: true,
      },
      S: { Type: 'Succeed' },
    });
    const run = await runMachine(definition);
    expect(run.execution.ending()).toMatchObject({ output: '"States.QueryEvaluationError"' });
    expect(eventTypes(run)).toContain('EvaluationFailed');
    expect(run.calls).toHaveLength(0);
  });

  test('a time-out has an empty cause', async () => {
    const slow: Handler = (_, clock) => clock.sleepUntil(clock.now() + 9e6, new AbortController().signal);
    expect(await outputOf(caught({ ErrorEquals: ['States.Timeout'] }), { handler: slow })).toMatchObject({
      input: { Error: 'States.Timeout', Cause: '' },
    });
  });

  test('States.ALL does not take States.DataLimitExceeded', async () => {
    const { error } = await failureOf(caught({ ErrorEquals: ['States.ALL'] }), {
      handler: () => 'x'.repeat(300_000),
    });
    expect(error).toBe('States.DataLimitExceeded');
  });
});

describe('a task that waits for its token', () => {
  const waiting = (more: Record<string, unknown> = {}): string =>
    machine('T', {
      T: {
        Type: 'Task',
        Resource: `${INVOKE}.waitForTaskToken`,
        Arguments: {
          FunctionName: 'f',
          InvocationType: 'Event',
          Payload: { token: '{% $states.context.Task.Token %}' },
        },
        Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Late' }],
        End: true,
        ...more,
      },
      Late: { Type: 'Succeed', Output: '{% $states.input %}' },
    });

  test('ends with what the token was answered with', async () => {
    const run = prepare(waiting());
    run.execution.run();
    await expect.poll(() => eventTypes(run)).toContain('TaskSubmitted');
    const token = run.calls[0]?.token ?? '';
    expect(run.calls[0]).toMatchObject({ invocationType: 'Event', payload: { token } });
    expect(run.execution.answer('not this one', { ok: true, output: 0 })).toBe(false);
    expect(run.execution.answer(token, { ok: true, output: { detected: true } })).toBe(true);
    await run.execution.done;
    expect(run.execution.ending()).toMatchObject({ output: '{"detected":true}' });
    expect(run.execution.answer(token, { ok: true, output: 0 })).toBe(false);
    expect(eventTypes(run).slice(2, 6)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
    ]);
  });

  test('a failure has the name and cause that were sent', async () => {
    const run = prepare(waiting());
    run.execution.run();
    await expect.poll(() => run.calls).toHaveLength(1);
    run.execution.answer(run.calls[0]?.token ?? '', { ok: false, error: 'NotSeen', cause: 'quiet' });
    await run.execution.done;
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'NotSeen', cause: 'quiet' });
  });

  test('an answer before the call returns is taken', async () => {
    const run = prepare(waiting(), {
      handler: ({ token }) => {
        run.execution.answer(token ?? '', { ok: true, output: 'early' });
        return 'late';
      },
    });
    run.execution.run();
    await run.execution.done;
    expect(run.execution.ending()).toMatchObject({ output: '"early"' });
  });

  test('a missed heartbeat is a time-out that is also caught as States.HeartbeatTimeout', async () => {
    const run = await runMachine(waiting({ HeartbeatSeconds: 2, TimeoutSeconds: 60 }));
    expect(run.execution.ending()).toMatchObject({ output: '{"Error":"States.Timeout","Cause":""}' });
    expect(run.seconds()).toBe(2);
  });

  test('heartbeats move the deadline, up to TimeoutSeconds', async () => {
    const run = prepare(
      waiting({
        HeartbeatSeconds: 2,
        TimeoutSeconds: 5,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }],
      }),
    );
    run.execution.run();
    const beat = async (): Promise<void> => {
      for (let second = 1; run.execution.ending() === null; second += 1) {
        await run.clock.sleepUntil(run.clock.now() + 1e6, new AbortController().signal);
        run.execution.alive(run.calls[0]?.token ?? '');
      }
    };
    void beat();
    await run.clock.drive(run.execution.done);
    expect(run.seconds()).toBe(5);
  });
});
