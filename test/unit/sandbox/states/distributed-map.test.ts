import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { chainOf, eventTypes, machine } from './run-machine.ts';
import { outputOfWorld, runWorld, type WorldRun } from './run-world.ts';

const DISTRIBUTED = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
const CALL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
};
const PASS = { Type: 'Pass', End: true };
const WAIT = { Type: 'Wait', Seconds: '{% $states.input %}', End: true };

function map(state: unknown, more: Record<string, unknown> = {}): string {
  const ItemProcessor = { ProcessorConfig: DISTRIBUTED, StartAt: 'I', States: { I: state } };
  return machine('M', { M: { Type: 'Map', ItemProcessor, Label: 'Each', End: true, ...more } });
}

/** Fails for every negative item. */
function negativeFails({ payload }: { payload: unknown }): unknown {
  if (Number(payload) < 0) throw new StateFailure('Odd', 'why', { explained: true });
  return payload;
}

function detailsOf(run: WorldRun, type: string): unknown {
  return run.execution.events().find((event) => event.type === type)?.details;
}

const RUN_ARN = /^arn:aws:states:eu-west-1:123456789012:mapRun:machine\/Each:[0-9a-f-]{36}$/;

describe('Map in distributed mode', () => {
  test('runs a child workflow execution for each item; its history is as recorded on AWS', async () => {
    const run = await runWorld(map(PASS), { input: ['a', 'b'] });
    expect(outputOfWorld(run)).toEqual(['a', 'b']);
    expect(chainOf(run)).toEqual([
      [1, 0, 'ExecutionStarted'],
      [2, 0, 'MapStateEntered'],
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapRunStarted'],
      [5, 4, 'MapRunSucceeded'],
      [6, 5, 'MapStateSucceeded'],
      [7, 4, 'MapStateExited'],
      [8, 7, 'ExecutionSucceeded'],
    ]);
    expect(detailsOf(run, 'MapStateStarted')).toEqual({ mapStateStartedEventDetails: { length: 2 } });
    expect(detailsOf(run, 'MapRunStarted')).toEqual({
      mapRunStartedEventDetails: { mapRunArn: expect.stringMatching(RUN_ARN) },
    });
  });

  test('a child is an execution of its own: name, input, history and context', async () => {
    const definition = map({ ...PASS, Output: '{% $states.context %}' });
    const run = await runWorld(definition, { input: [7] });
    const child = run.mapRun().children()[0]?.execution;
    const arn = child?.record.arn ?? '';
    expect(arn).toMatch(/^arn:aws:states:eu-west-1:123456789012:execution:machine\/Each:[0-9a-f-]{36}$/);
    expect(child?.events().map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    const [context] = [outputOfWorld(run)].flat();
    expect(context).toMatchObject({
      Execution: { Id: arn, Input: 7, RoleArn: 'arn:aws:iam::123456789012:role/machine' },
      StateMachine: { Id: 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine/Each' },
      State: { Name: 'I' },
    });
    expect(context).not.toHaveProperty('Map');
  });

  test('without a Label the state has one of its own, the same for each run', async () => {
    const label = async () => {
      const run = await runWorld(map(PASS, { Label: undefined }), { input: [1] });
      return run.mapRun().record.machineArn;
    };
    expect(await label()).toMatch(/machine\/[0-9a-f-]{36}$/);
    expect(await label()).toBe(await label());
  });

  test('ItemSelector makes the input of each child, with the item in the context', async () => {
    const ItemSelector = {
      n: '{% $states.context.Map.Item.Index %}',
      v: '{% $states.context.Map.Item.Value %}',
    };
    const run = await runWorld(map(PASS, { Items: '{% $states.input.list %}', ItemSelector }), {
      input: { list: ['a', 'b'] },
    });
    expect(outputOfWorld(run)).toEqual([
      { n: 0, v: 'a' },
      { n: 1, v: 'b' },
    ]);
  });

  test.each([
    [1, 6],
    ['{% 2 %}', 3],
    [0, 1],
    [1000, 1],
  ])('MaxConcurrency %s lets six items of a second take %i s', async (MaxConcurrency, seconds) => {
    const run = await runWorld(map(WAIT, { MaxConcurrency }), { input: [1, 1, 1, 1, 1, 1] });
    const { startedAt } = run.execution.record;
    expect(((run.execution.ending()?.at ?? 0) - startedAt) / 1e6).toBe(seconds);
  });

  test('no more than 100 children run at once on this machine', async () => {
    const run = await runWorld(map(WAIT), { input: Array.from({ length: 101 }, () => 1) });
    expect(((run.execution.ending()?.at ?? 0) - run.execution.record.startedAt) / 1e6).toBe(2);
  });

  test('without items it succeeds at once', async () => {
    const run = await runWorld(map(PASS), { input: [] });
    expect(outputOfWorld(run)).toEqual([]);
    expect(run.mapRun().ending()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('a Map in distributed mode may run in the children of another one', async () => {
    const inner = {
      Type: 'Map',
      Label: 'Inner',
      ItemProcessor: { ProcessorConfig: DISTRIBUTED, StartAt: 'J', States: { J: PASS } },
      End: true,
    };
    const run = await runWorld(map(inner), { input: [[1], [2, 3]] });
    expect(outputOfWorld(run)).toEqual([[1], [2, 3]]);
    const child = run.mapRun().children()[0]?.arn ?? '';
    expect(run.executions.mapRuns.of(child)[0]?.record.machineArn).toMatch(/stateMachine:machine\/Inner$/);
  });

  test('a variable of the states around it is not seen in a child', async () => {
    const definition = machine('A', {
      A: { Type: 'Pass', Assign: { outer: 1 }, Next: 'M' },
      M: {
        Type: 'Map',
        Items: [1],
        ItemProcessor: {
          ProcessorConfig: DISTRIBUTED,
          StartAt: 'I',
          States: { I: { ...PASS, Output: '{% $exists($outer) %}' } },
        },
        End: true,
      },
    });
    expect(outputOfWorld(await runWorld(definition))).toEqual([false]);
  });
});

describe('failures of children', () => {
  test('without a tolerance the first one fails the run, and those under way are aborted', async () => {
    const run = await runWorld(
      map({ ...WAIT, Next: 'J', End: undefined }, {}).replace(
        '"I":{',
        '"J":{"Type":"Fail","Error":"Odd"},"I":{',
      ),
      { input: [1, 60] },
    );
    expect(run.execution.ending()).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
    expect(chainOf(run).slice(3)).toEqual([
      [4, 3, 'MapRunStarted'],
      [5, 4, 'MapRunFailed'],
      [6, 5, 'MapStateFailed'],
      [7, 6, 'ExecutionFailed'],
    ]);
    expect(detailsOf(run, 'MapRunFailed')).toEqual({
      mapRunFailedEventDetails: {
        error: 'States.ExceedToleratedFailureThreshold',
        cause: 'The specified tolerated failure threshold was exceeded',
      },
    });
    const statuses = run
      .mapRun()
      .children()
      .map(({ execution }) => execution?.ending()?.status);
    expect(statuses).toEqual(['FAILED', 'ABORTED']);
  });

  test.each([
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailureCount: '{% 1 %}' }, 'FAILED'],
    [{ ToleratedFailurePercentage: 50 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: '{% 49.9 %}' }, 'FAILED'],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: 10 }, 'FAILED'],
    [{ ToleratedFailureCount: 0 }, 'FAILED'],
  ])('two of four fail: with %j it has %s', async (tolerance, status) => {
    const run = await runWorld(map(CALL, tolerance), { input: [1, -1, -2, 2], handler: negativeFails });
    expect(run.execution.ending()?.status).toBe(status);
    expect(run.mapRun().ending()?.status).toBe(status);
  });

  test('a tolerated failure stands in the result with what its child was', async () => {
    const run = await runWorld(map(CALL, { ToleratedFailureCount: 1 }), {
      input: [1, -1],
      handler: negativeFails,
    });
    const child = run.mapRun().children()[1];
    expect(outputOfWorld(run)).toEqual([
      1,
      {
        Cause: 'why',
        Error: 'Odd',
        ExecutionArn: child?.arn,
        Input: '-1',
        InputDetails: { Included: true },
        Name: child?.name,
        StartDate: '2023-11-14T22:13:20.000Z',
        StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine/Each',
        Status: 'FAILED',
        StopDate: '2023-11-14T22:13:20.000Z',
      },
    ]);
  });

  test.each([
    { MaxConcurrency: '{% 1.5 %}' },
    { ToleratedFailureCount: '{% -1 %}' },
    { ToleratedFailurePercentage: '{% 101 %}' },
    { Items: '{% 1 %}' },
  ])('a value that cannot be, %j, fails the state before its run is started', async (fields) => {
    const run = await runWorld(map(PASS, fields), { input: [1] });
    expect(run.execution.ending()).toMatchObject({ error: 'States.QueryEvaluationError' });
    expect(eventTypes(run)).not.toContain('MapRunStarted');
  });

  test('an ItemSelector that fails is a failure of the run', async () => {
    const run = await runWorld(map(PASS, { ItemSelector: '{% $states.input.absent %}' }), { input: [1] });
    expect(run.execution.ending()).toMatchObject({ error: 'States.QueryEvaluationError' });
    expect(run.mapRun().ending()).toMatchObject({ status: 'FAILED' });
  });

  test('Retry starts another run, and Catch takes what is left', async () => {
    const definition = machine('M', {
      M: {
        Type: 'Map',
        ItemProcessor: { ProcessorConfig: DISTRIBUTED, StartAt: 'I', States: { I: CALL } },
        Retry: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
        End: true,
      },
      S: { Type: 'Succeed' },
    });
    const run = await runWorld(definition, { input: [-1], handler: negativeFails });
    expect(outputOfWorld(run)).toMatchObject({ Error: 'States.ExceedToleratedFailureThreshold' });
    expect(run.executions.mapRuns.of(run.execution.record.arn)).toHaveLength(2);
    expect(eventTypes(run).filter((type) => type === 'MapStateFailed')).toHaveLength(1);
    expect(run.calls).toHaveLength(2);
  });
});

describe('ItemBatcher', () => {
  test('puts items together, beside what all batches get', async () => {
    const ItemBatcher = { MaxItemsPerBatch: 2, BatchInput: { of: '{% $states.input.of %}' } };
    const run = await runWorld(map(PASS, { Items: '{% $states.input.list %}', ItemBatcher }), {
      input: { of: 'x', list: [1, 2, 3] },
    });
    expect(outputOfWorld(run)).toEqual([
      { BatchInput: { of: 'x' }, Items: [1, 2] },
      { BatchInput: { of: 'x' }, Items: [3] },
    ]);
    expect(
      run
        .mapRun()
        .children()
        .map(({ items }) => items),
    ).toEqual([2, 1]);
  });

  test('makes no batch larger than MaxInputBytesPerBatch, to the byte', async () => {
    const bytes = '{"Items":["ab","cd"]}'.length;
    const batches = async (MaxInputBytesPerBatch: number) =>
      outputOfWorld(
        await runWorld(map(PASS, { ItemBatcher: { MaxInputBytesPerBatch } }), { input: ['ab', 'cd'] }),
      );
    expect(await batches(bytes)).toEqual([{ Items: ['ab', 'cd'] }]);
    expect(await batches(bytes - 1)).toEqual([{ Items: ['ab'] }, { Items: ['cd'] }]);
  });

  test('a failed batch counts with all its items', async () => {
    const state = { ...CALL, Arguments: { FunctionName: 'f', Payload: '{% $states.input.Items[0] %}' } };
    const batched = { ItemBatcher: { MaxItemsPerBatch: 3 }, ToleratedFailureCount: 2 };
    const run = await runWorld(map(state, batched), { input: [-1, 2, 3, 4], handler: negativeFails });
    expect(run.execution.ending()?.status).toBe('FAILED');
  });

  test('a limit that cannot be fails the run', async () => {
    const run = await runWorld(map(PASS, { ItemBatcher: { MaxItemsPerBatch: '{% 0 %}' } }), { input: [1] });
    expect(run.execution.ending()).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});
