import { describe, expect, test } from 'vitest';
import { chainOf, eventTypes, failureOf, machine, outputOf, prepare, runMachine } from './run-machine.ts';

describe('Pass, Succeed and Fail', () => {
  test('Pass gives its input on without Output', async () => {
    expect(await outputOf(machine('P', { P: { Type: 'Pass', End: true } }), { input: { a: 1 } })).toEqual({
      a: 1,
    });
  });

  test('Assign and Output see the variables as they were before', async () => {
    const definition = machine('A', {
      A: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'B' },
      B: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'C' },
      C: { Type: 'Succeed', Output: { was: '{% $states.input %}', is: '{% [$x, $y] %}' } },
    });
    expect(await outputOf(definition)).toEqual({ was: [1, 2], is: [2, 1] });
  });

  test('Fail ends the execution with its Error and Cause, evaluated', async () => {
    const definition = machine('F', {
      F: { Type: 'Fail', Error: 'FenceUnproven', Cause: "{% 'seen: ' & $states.input.seen %}" },
    });
    expect(await failureOf(definition, { input: { seen: 'nothing' } })).toEqual({
      status: 'FAILED',
      error: 'FenceUnproven',
      cause: 'seen: nothing',
    });
  });

  test('the history has the events of AWS, each hanging on the one before', async () => {
    const run = await runMachine(
      machine('P', { P: { Type: 'Pass', Assign: { v: 'x' }, Next: 'S' }, S: { Type: 'Succeed' } }),
      { input: { a: 1 } },
    );
    expect(
      run.execution.events().map(({ id, previousEventId, type }) => [id, previousEventId, type]),
    ).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'PassStateEntered'],
      [3, 2, 'PassStateExited'],
      [4, 3, 'SucceedStateEntered'],
      [5, 4, 'SucceedStateExited'],
      [6, 5, 'ExecutionSucceeded'],
    ]);
    expect(run.execution.events()[2]?.details).toEqual({
      stateExitedEventDetails: {
        name: 'P',
        output: '{"a":1}',
        outputDetails: { truncated: false },
        assignedVariables: { v: '"x"' },
        assignedVariablesDetails: { truncated: false },
      },
    });
  });

  test('the context object names execution, state and machine', async () => {
    const definition = machine('P', { P: { Type: 'Pass', Output: '{% $states.context %}', End: true } });
    expect(await outputOf(definition, { input: { a: 1 } })).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-west-1:123456789012:execution:machine:run',
        Input: { a: 1 },
        Name: 'run',
        RedriveCount: 0,
        RoleArn: 'arn:aws:iam::123456789012:role/machine',
        StartTime: '2023-11-14T22:13:20.000Z',
      },
      State: { EnteredTime: '2023-11-14T22:13:20.000Z', Name: 'P', RetryCount: 0 },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine', Name: 'machine' },
    });
  });
});

describe('Choice', () => {
  const choice = machine('C', {
    C: {
      Type: 'Choice',
      Assign: { by: 'default' },
      Output: '{% $states.input %}',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'S', Assign: { by: 'first' }, Output: 'big' },
        { Condition: '{% $states.input.n > 5 %}', Next: 'S', Assign: { by: 'second' } },
      ],
      Default: 'S',
    },
    S: { Type: 'Succeed', Output: { by: '{% $by %}', input: '{% $states.input %}' } },
  });

  test.each([
    [20, { by: 'first', input: 'big' }],
    [7, { by: 'second', input: { n: 7 } }],
    [1, { by: 'default', input: { n: 1 } }],
  ])('n = %i takes the first rule that holds, with its own Assign and Output', async (n, expected) => {
    expect(await outputOf(choice, { input: { n } })).toEqual(expected);
  });

  test('without a match and a Default it fails as on AWS', async () => {
    const definition = machine('C', {
      C: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'S' }] },
      S: { Type: 'Succeed' },
    });
    expect(await failureOf(definition)).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'C' (entered at the event id #2). Failed to transition out of the state. The state does not point to a next state.",
    });
  });

  test('a condition must be boolean', async () => {
    const definition = machine('C', {
      C: { Type: 'Choice', Choices: [{ Condition: "{% 'yes' %}", Next: 'S' }] },
      S: { Type: 'Succeed' },
    });
    const run = await runMachine(definition);
    expect(eventTypes(run)).toEqual([
      'ExecutionStarted',
      'ChoiceStateEntered',
      'EvaluationFailed',
      'ExecutionFailed',
    ]);
    const cause =
      "An error occurred while executing the state 'C' (entered at the event id #2). The JSONata expression ''yes'' specified for the field 'Choices[0]/Condition' returned an unexpected result type. Expected 'boolean', but was 'string' for value: \"yes\"";
    expect(run.execution.events()[2]?.details).toEqual({
      evaluationFailedEventDetails: {
        error: 'States.QueryEvaluationError',
        cause,
        location: 'Choices[0]/Condition',
        state: 'C',
      },
    });
  });
});

describe('Wait', () => {
  test('an hour passes on a virtual clock', async () => {
    const run = await runMachine(machine('W', { W: { Type: 'Wait', Seconds: 3600, End: true } }));
    expect(run.seconds()).toBe(3600);
    expect(eventTypes(run)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('Seconds may be an expression', async () => {
    const definition = machine('W', { W: { Type: 'Wait', Seconds: '{% $states.input.hold %}', End: true } });
    expect((await runMachine(definition, { input: { hold: 7 } })).seconds()).toBe(7);
    expect((await failureOf(definition, { input: { hold: 1.5 } })).error).toBe('States.QueryEvaluationError');
  });

  test('Timestamp waits until a moment, and not for one that has passed', async () => {
    const until = (Timestamp: string): string => machine('W', { W: { Type: 'Wait', Timestamp, End: true } });
    expect((await runMachine(until('2023-11-14T22:14:00Z'))).seconds()).toBe(40);
    expect((await runMachine(until('2020-01-01T00:00:00Z'))).seconds()).toBe(0);
  });
});

describe('an expression that fails', () => {
  // Recorded on AWS: it hangs on what the entry of its state hangs on, but that of a Wait hangs on the entry.
  test.each([
    ['Pass', { Output: '{% $states.input.absent %}' }, 3],
    ['Choice', { Choices: [{ Condition: '{% 1 %}', Next: 'S' }], Default: 'S' }, 3],
    ['Wait', { Timestamp: '{% $states.input.at %}' }, 4],
  ])('hangs, in a %s, as on AWS', async (Type, fields, previous) => {
    const definition = machine('A', {
      A: { Type: 'Pass', Output: { at: '2016-12-05 21:29:29Z' }, Next: 'X' },
      X: { Type, ...fields, ...(Type === 'Choice' ? {} : { Next: 'S' }) },
      S: { Type: 'Succeed' },
    });
    const run = await runMachine(definition);
    expect(chainOf(run).slice(3)).toEqual([
      [4, 3, `${Type}StateEntered`],
      [5, previous, 'EvaluationFailed'],
      [6, 5, 'ExecutionFailed'],
    ]);
  });

  test('on a timestamp that is none is reported in the words of AWS', async () => {
    const definition = machine('W', { W: { Type: 'Wait', Timestamp: '{% $states.input %}', End: true } });
    for (const input of ['2016-12-05T21:29:29', '2016-13-05T21:29:29Z', '05-12-2016T21:29:29Z'])
      expect(await failureOf(definition, { input })).toEqual({
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: `An error occurred while executing the state 'W' (entered at the event id #2). The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${input}`,
      });
  });
});

describe('limits of an execution', () => {
  test('TimeoutSeconds of the machine cuts a Wait and runs no Catch', async () => {
    const run = await runMachine(
      machine('W', { W: { Type: 'Wait', Seconds: 25, End: true } }, { TimeoutSeconds: 3 }),
    );
    expect(run.execution.ending()).toMatchObject({ status: 'TIMED_OUT', error: null, cause: null });
    expect(run.seconds()).toBe(3);
    expect(run.execution.events().at(-1)).toMatchObject({ type: 'ExecutionTimedOut', previousEventId: 0 });
  });

  test('the 25,000th event ends the execution', async () => {
    const loop = machine('A', {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Choice', Choices: [{ Condition: true, Next: 'A' }], Default: 'C' },
      C: { Type: 'Succeed' },
    });
    const run = await runMachine(loop);
    expect(run.execution.events()).toHaveLength(25_000);
    expect(run.execution.ending()).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'The execution reached the maximum number of history events (25000).',
    });
  });

  test('a payload of more than 256 KiB is States.DataLimitExceeded', async () => {
    const definition = machine('P', {
      P: { Type: 'Pass', Output: "{% $pad('', $states.input.n, 'x') %}", End: true },
    });
    expect(await outputOf(definition, { input: { n: 262_142 } })).toHaveLength(262_142);
    expect((await failureOf(definition, { input: { n: 262_143 } })).error).toBe('States.DataLimitExceeded');
  });

  test('all that one Assign sets may have 256 KiB together', async () => {
    const half = "{% $pad('', 150000, 'x') %}";
    const definition = (Assign: Record<string, string>): string =>
      machine('P', { P: { Type: 'Pass', Assign, End: true } });
    expect((await runMachine(definition({ a: half }))).execution.ending()?.status).toBe('SUCCEEDED');
    expect((await failureOf(definition({ a: half, b: half }))).error).toBe('States.DataLimitExceeded');
  });

  test('a stopped execution is ABORTED at once', async () => {
    const run = prepare(machine('W', { W: { Type: 'Wait', Seconds: 25, End: true } }));
    run.execution.run();
    run.execution.stop('Stopped', 'by hand');
    await run.execution.done;
    expect(run.execution.ending()).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect(run.execution.events().at(-1)).toMatchObject({ type: 'ExecutionAborted', previousEventId: 0 });
  });
});
