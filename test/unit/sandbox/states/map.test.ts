import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { chainOf, eventTypes, failureOf, machine, outputOf, runMachine } from './run-machine.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const PASS = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };
const WAIT = { StartAt: 'I', States: { I: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } } };
const CALL = {
  StartAt: 'I',
  States: {
    I: {
      Type: 'Task',
      Resource: INVOKE,
      Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
};

function map(ItemProcessor: unknown, more: Record<string, unknown> = {}): string {
  return machine('M', { M: { Type: 'Map', ItemProcessor, End: true, ...more } });
}

describe('Map', () => {
  test('runs its states for every item of its input, and gives the results in the order of the items', async () => {
    const run = await runMachine(map(WAIT), { input: [3, 1, 2] });
    expect(run.execution.ending()).toMatchObject({ output: '[3,1,2]' });
    expect(run.seconds()).toBe(3);
  });

  test.each([
    ['an expression', '{% $states.input.list %}'],
    ['a literal', ['{% $states.input.list[0] %}', 2]],
  ])('Items may be %s', async (_, Items) => {
    expect(await outputOf(map(PASS, { Items }), { input: { list: [1, 2] } })).toEqual([1, 2]);
  });

  test('ItemSelector makes the input of each iteration, and sees the item and the state', async () => {
    const definition = map(PASS, {
      Items: '{% $states.input.list %}',
      ItemSelector: {
        n: '{% $states.context.Map.Item.Index %}',
        item: '{% $states.context.Map.Item.Value %}',
        of: '{% $states.input.of %}',
      },
    });
    expect(await outputOf(definition, { input: { of: 'x', list: ['a', 'b'] } })).toEqual([
      { n: 0, item: 'a', of: 'x' },
      { n: 1, item: 'b', of: 'x' },
    ]);
  });

  test('the item stands in the context of the iteration, that of the innermost Map', async () => {
    const inner = {
      Type: 'Map',
      ItemProcessor: {
        StartAt: 'J',
        States: { J: { Type: 'Pass', Output: '{% $states.context.Map.Item.Value %}', End: true } },
      },
      Output: { index: '{% $states.context.Map.Item.Index %}', of: '{% $states.result %}' },
      End: true,
    };
    const definition = map({ StartAt: 'L', States: { L: inner } });
    expect(
      await outputOf(definition, {
        input: [
          [1, 2],
          [3, 4],
        ],
      }),
    ).toEqual([
      { index: 0, of: [1, 2] },
      { index: 1, of: [3, 4] },
    ]);
  });

  test('one at a time, an iteration hangs on the last state of the one before it: as recorded on AWS', async () => {
    const run = await runMachine(map(PASS, { MaxConcurrency: 1 }), { input: ['a', 'b'] });
    expect(chainOf(run)).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapIterationStarted'],
      [5, 4, 'PassStateEntered'],
      [6, 5, 'PassStateExited'],
      [7, 6, 'MapIterationSucceeded'],
      [8, 6, 'MapIterationStarted'],
      [9, 8, 'PassStateEntered'],
      [10, 9, 'PassStateExited'],
      [11, 10, 'MapIterationSucceeded'],
      [12, 11, 'MapStateSucceeded'],
      [13, 11, 'MapStateExited'],
      [14, 13, 'ExecutionSucceeded'],
    ]);
    expect(run.execution.events()[2]?.details).toEqual({ mapStateStartedEventDetails: { length: 2 } });
    expect(run.execution.events()[6]?.details).toEqual({
      mapIterationSucceededEventDetails: { name: 'M', index: 0 },
    });
  });

  test('without items it succeeds at once', async () => {
    const run = await runMachine(map(PASS), { input: [] });
    expect(chainOf(run).slice(2)).toEqual([
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapStateSucceeded'],
      [5, 3, 'MapStateExited'],
      [6, 5, 'ExecutionSucceeded'],
    ]);
    expect(run.execution.ending()).toMatchObject({ output: '[]' });
  });

  test.each([
    [1, 6],
    [2, 3],
    ['{% $states.input.most %}', 2],
    [0, 1],
  ])('MaxConcurrency %s lets six items of a second take %i s', async (MaxConcurrency, seconds) => {
    const definition = map(WAIT, { Items: [1, 1, 1, 1, 1, 1], MaxConcurrency });
    expect((await runMachine(definition, { input: { most: 3 } })).seconds()).toBe(seconds);
  });

  test('no more than 40 iterations run at once', async () => {
    const run = await runMachine(map(WAIT), { input: Array.from({ length: 41 }, () => 1) });
    expect(run.seconds()).toBe(2);
  });

  test('a MaxConcurrency that is no natural number fails the state', async () => {
    const definition = map(PASS, { MaxConcurrency: '{% $states.input[0] %}' });
    for (const input of [[-1], [1.5], ['x']])
      expect((await failureOf(definition, { input })).error).toBe('States.QueryEvaluationError');
  });
});

describe('Map that fails', () => {
  test.each([
    [1, 'number', '1'],
    ["'string'", 'string', '"string"'],
    ["{'foo': 'bar'}", 'object', '{"foo":"bar"}'],
    ['null', 'null', 'null'],
  ])('Items of %s: in the words and with the events of AWS', async (expression, type, value) => {
    const run = await runMachine(map(PASS, { Items: `{% ${expression} %}` }));
    expect(run.execution.ending()).toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: `An error occurred while executing the state 'M' (entered at the event id #2). The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}' for value: ${value}`,
    });
    expect(chainOf(run)).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 0, 'EvaluationFailed'],
      [4, 3, 'MapStateFailed'],
      [5, 4, 'ExecutionFailed'],
    ]);
  });

  test('an input that is no array: likewise, and no location', async () => {
    const run = await runMachine(map(PASS), { input: { foo: 'bar' } });
    const cause =
      'An error occurred while executing the state \'M\' (entered at the event id #2). Map state input must be an array but was: {"foo":"bar"}';
    expect(run.execution.events()[2]?.details).toEqual({
      evaluationFailedEventDetails: { error: 'States.QueryEvaluationError', cause, state: 'M' },
    });
  });

  test('the first iteration to fail ends all others, with the events of AWS', async () => {
    const run = await runMachine(map(CALL), {
      input: [0, 1, 2],
      handler: ({ payload }) => {
        if (payload === 1) throw new StateFailure('Odd', 'why', { explained: true });
        return new Promise(() => {});
      },
    });
    expect(run.execution.ending()).toMatchObject({ status: 'FAILED', error: 'Odd', cause: 'why' });
    const failed = chainOf(run).find(([, , type]) => type === 'TaskFailed')?.[0] ?? 0;
    expect(chainOf(run).slice(failed)).toEqual([
      [failed + 1, failed, 'MapIterationFailed'],
      [failed + 2, failed, 'TaskStateAborted'],
      [failed + 3, failed, 'MapIterationAborted'],
      [failed + 4, failed, 'TaskStateAborted'],
      [failed + 5, failed, 'MapIterationAborted'],
      [failed + 6, failed, 'MapStateFailed'],
      [failed + 7, failed + 6, 'ExecutionFailed'],
    ]);
    expect(run.execution.events()[failed + 2]?.details).toEqual({
      mapIterationAbortedEventDetails: { name: 'M', index: 0 },
    });
  });

  test('Retry runs all items again; the new start hangs on the state that failed', async () => {
    let calls = 0;
    const definition = map(CALL, { MaxConcurrency: 1, Retry: [{ ErrorEquals: ['Odd'] }] });
    const run = await runMachine(definition, {
      input: ['a', 'b'],
      handler: ({ payload }) => {
        calls += 1;
        if (calls === 2) throw new StateFailure('Odd', 'why', { explained: true });
        return payload;
      },
    });
    expect(run.execution.ending()).toMatchObject({ output: '["a","b"]' });
    expect(run.calls.map(({ payload }) => payload)).toEqual(['a', 'b', 'a', 'b']);
    expect(eventTypes(run)).not.toContain('MapStateFailed');
    const failed = chainOf(run).find(([, , type]) => type === 'TaskFailed')?.[0];
    const starts = chainOf(run).filter(([, , type]) => type === 'MapStateStarted');
    expect(starts.map(([, previous]) => previous)).toEqual([2, failed]);
  });

  test('Catch takes the failure of an iteration', async () => {
    const definition = machine('M', {
      M: {
        Type: 'Map',
        ItemProcessor: { StartAt: 'F', States: { F: { Type: 'Fail', Error: 'Stop', Cause: 'because' } } },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
        End: true,
      },
      S: { Type: 'Succeed' },
    });
    const run = await runMachine(definition, { input: [1] });
    expect(run.execution.ending()).toMatchObject({ output: '{"Error":"Stop","Cause":"because"}' });
    expect(chainOf(run).slice(4, 9)).toEqual([
      [5, 4, 'FailStateEntered'],
      [6, 5, 'MapIterationFailed'],
      [7, 5, 'MapStateFailed'],
      [8, 7, 'MapStateExited'],
      [9, 8, 'SucceedStateEntered'],
    ]);
  });

  test('an ItemSelector that fails is the failure of the Map state', async () => {
    const { cause } = await failureOf(map(PASS, { ItemSelector: { a: '{% $states.input.absent %}' } }), {
      input: [1],
    });
    expect(cause).toContain(
      "the state 'M' (entered at the event id #2). The JSONata expression '$states.input.absent' specified for the field 'ItemSelector/a'",
    );
  });
});
