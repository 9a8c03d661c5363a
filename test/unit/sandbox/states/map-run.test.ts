import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { OPERATIONS } from '../../../../lib/sandbox/states/operations/operations.ts';
import { chainOf, eventTypes, type Handler, machine } from './run-machine.ts';
import { openWorld, outputOfWorld, REGION, runWorld, type WorldRun } from './run-world.ts';

const CALL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
};
const NAP = { Type: 'Wait', Seconds: 10, Next: 'I' };

function map(more: Record<string, unknown> = {}, States: Record<string, unknown> = { I: CALL }): string {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: Object.keys(States)[0],
    States,
  };
  return machine('M', { M: { Type: 'Map', ItemProcessor, Label: 'Each', End: true, ...more } });
}

/** Negative items fail until `works` is set. */
function failing(): { works: boolean; handler: Handler } {
  const state: { works: boolean; handler: Handler } = {
    works: false,
    handler: ({ payload }) => {
      if (!state.works && Number(payload) < 0) throw new StateFailure('Odd', 'why', { explained: true });
      return payload;
    },
  };
  return state;
}

function ask(run: WorldRun, operation: string, input: unknown): unknown {
  return OPERATIONS.get(operation)?.(run.world, { region: REGION, input, again: false });
}

const describeRun = (run: WorldRun): unknown =>
  ask(run, 'DescribeMapRun', { mapRunArn: run.mapRun().record.arn });

async function redriven(run: WorldRun): Promise<WorldRun> {
  run.execution.redrive(null);
  await run.clock.drive(run.execution.done);
  return run;
}

/** Lets virtual time pass until something holds. */
async function until(run: WorldRun, holds: () => boolean): Promise<void> {
  const seen = async (): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve));
  };
  await run.clock.drive(seen());
}

describe('DescribeMapRun and ListMapRuns', () => {
  test('say what a run may, and how its children fare: the counts of AWS', async () => {
    const run = await runWorld(map({ MaxConcurrency: 1, ToleratedFailureCount: 1 }), {
      input: [1, -1, 3],
      handler: failing().handler,
    });
    const counts = {
      pending: 0,
      running: 0,
      succeeded: 2,
      failed: 1,
      timedOut: 0,
      aborted: 0,
      total: 3,
      resultsWritten: 3,
      failuresNotRedrivable: 0,
      pendingRedrive: 0,
    };
    expect(describeRun(run)).toEqual({
      mapRunArn: run.mapRun().record.arn,
      executionArn: run.execution.record.arn,
      status: 'SUCCEEDED',
      startDate: 1_700_000_000,
      stopDate: 1_700_000_000,
      maxConcurrency: 1,
      toleratedFailureCount: 1,
      toleratedFailurePercentage: 0,
      itemCounts: counts,
      executionCounts: counts,
      redriveCount: 0,
    });
    expect(ask(run, 'ListMapRuns', { executionArn: run.execution.record.arn })).toEqual({
      mapRuns: [
        {
          executionArn: run.execution.record.arn,
          mapRunArn: run.mapRun().record.arn,
          stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:machine/Each',
          startDate: 1_700_000_000,
          stopDate: 1_700_000_000,
        },
      ],
    });
  });

  test('count items apart from executions', async () => {
    const run = openWorld(
      map({ ItemBatcher: { MaxItemsPerBatch: 2 }, MaxConcurrency: 1 }, { N: NAP, I: CALL }),
      {
        input: [1, 2, 3],
      },
    );
    await until(
      run,
      () => run.executions.mapRuns.of(run.execution.record.arn).length > 0 && run.mapRun().filled(),
    );
    expect(describeRun(run)).toMatchObject({
      status: 'RUNNING',
      itemCounts: { running: 2, pending: 1, total: 3, resultsWritten: 0 },
      executionCounts: { running: 1, pending: 1, total: 2 },
    });
    expect(describeRun(run)).not.toHaveProperty('stopDate');
  });

  test.each(['DescribeMapRun', 'UpdateMapRun'])('%s knows no run that there is not', async (operation) => {
    const run = await runWorld(map(), { input: [] });
    const mapRunArn = 'arn:aws:states:eu-west-1:123456789012:mapRun:machine/Each:none';
    expect(() => ask(run, operation, { mapRunArn })).toThrowError(`Resource not found: '${mapRunArn}'`);
    expect(() => ask(run, operation, { mapRunArn: 'x' })).toThrowError(
      "Invalid Arn: 'Invalid ARN prefix: x'",
    );
  });
});

describe('children in ListExecutions, DescribeExecution and DescribeStateMachine', () => {
  test('are listed for their run, and not for the machine', async () => {
    const run = await runWorld(map({ ItemBatcher: { MaxItemsPerBatch: 2 } }), { input: [1, 2, 3] });
    const mapRunArn = run.mapRun().record.arn;
    const children = run.mapRun().children();
    const [first, second] = children.map(({ arn }) => arn);
    expect(ask(run, 'ListExecutions', { mapRunArn })).toMatchObject({
      executions: [
        { executionArn: first, mapRunArn, itemCount: 2, status: 'SUCCEEDED' },
        { executionArn: second, mapRunArn, itemCount: 1 },
      ],
    });
    expect(ask(run, 'ListExecutions', { mapRunArn, statusFilter: 'FAILED' })).toEqual({ executions: [] });
    const stateMachineArn = run.execution.record.machineArn;
    expect(ask(run, 'ListExecutions', { stateMachineArn })).toMatchObject({
      executions: [{ executionArn: run.execution.record.arn }],
    });
    expect(ask(run, 'DescribeExecution', { executionArn: first })).toMatchObject({ mapRunArn });
    const labelled = { stateMachineArn: `${stateMachineArn}/Each` };
    expect(ask(run, 'DescribeStateMachine', labelled)).toMatchObject({ label: 'Each', name: 'machine' });
    for (const input of [{}, { mapRunArn, stateMachineArn }])
      expect(() => ask(run, 'ListExecutions', input)).toThrowError('Exactly one of');
    const pending = { stateMachineArn, statusFilter: 'PENDING_REDRIVE' };
    expect(() => ask(run, 'ListExecutions', pending)).toThrowError('PENDING_REDRIVE');
  });

  test('are redriven by their parent only', async () => {
    const run = await runWorld(map(), { input: [-1], handler: failing().handler });
    const executionArn = run.mapRun().children()[0]?.arn;
    expect(ask(run, 'DescribeExecution', { executionArn })).toMatchObject({
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    expect(() => ask(run, 'RedriveExecution', { executionArn })).toThrowError(
      'is a child workflow execution',
    );
  });
});

describe('UpdateMapRun', () => {
  const started = async (more: Record<string, unknown>, input: unknown[]): Promise<WorldRun> => {
    const run = openWorld(map(more, { N: NAP, I: CALL }), { input, handler: failing().handler });
    await until(
      run,
      () => run.executions.mapRuns.of(run.execution.record.arn).length > 0 && run.mapRun().filled(),
    );
    return run;
  };

  test('lets more children run at once', async () => {
    const run = await started({ MaxConcurrency: 1 }, [1, 2, 3]);
    ask(run, 'UpdateMapRun', { mapRunArn: run.mapRun().record.arn, maxConcurrency: 3 });
    expect(describeRun(run)).toMatchObject({ maxConcurrency: 3, executionCounts: { running: 3 } });
    await run.clock.drive(run.execution.done);
    expect(((run.execution.ending()?.at ?? 0) - run.execution.record.startedAt) / 1e6).toBe(10);
  });

  test('lets more children fail', async () => {
    const run = await started({}, [1, -1]);
    const mapRunArn = run.mapRun().record.arn;
    ask(run, 'UpdateMapRun', { mapRunArn, toleratedFailurePercentage: 50 });
    await run.clock.drive(run.execution.done);
    expect(run.execution.ending()?.status).toBe('SUCCEEDED');
    expect(() => ask(run, 'UpdateMapRun', { mapRunArn, maxConcurrency: 1 })).toThrowError('has ended');
    expect(() => ask(run, 'UpdateMapRun', { mapRunArn, maxConcurrency: -1 })).toThrowError(
      'validation error',
    );
  });

  test('wants something to change', async () => {
    const run = await started({}, [1]);
    const mapRunArn = run.mapRun().record.arn;
    expect(() => ask(run, 'UpdateMapRun', { mapRunArn })).toThrowError('Nothing to change is given');
  });
});

describe('a parent that ends', () => {
  test.each([
    ['is stopped', {}, 'ExecutionAborted'],
    ['runs out of time', { TimeoutSeconds: 3 }, 'ExecutionTimedOut'],
  ])('takes its children with it when it %s', async (_, more, last) => {
    const definition = JSON.stringify({ ...JSON.parse(map({}, { N: NAP, I: CALL })), ...more });
    const run = openWorld(definition, { input: [1, 2] });
    await until(
      run,
      () => run.executions.mapRuns.of(run.execution.record.arn).length > 0 && run.mapRun().filled(),
    );
    if (last === 'ExecutionAborted') run.execution.stop(null, null);
    await run.clock.drive(run.execution.done);
    await until(run, () => run.mapRun().ending() !== null);
    expect(run.mapRun().ending()).toMatchObject({ status: 'ABORTED' });
    expect(
      run
        .mapRun()
        .children()
        .map(({ execution }) => execution?.ending()?.status),
    ).toEqual(['ABORTED', 'ABORTED']);
    expect(chainOf(run).slice(3)).toEqual([
      [4, 3, 'MapRunStarted'],
      [5, 4, 'MapRunAborted'],
      [6, 0, last],
    ]);
    expect(describeRun(run)).toMatchObject({ status: 'ABORTED', executionCounts: { aborted: 2 } });
  });

  test('a branch beside the Map that fails aborts its run', async () => {
    const { M } = JSON.parse(map({}, { N: NAP, I: CALL })).States;
    const bad = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1, Next: 'F' }, F: { Type: 'Fail' } } };
    const definition = machine('P', {
      P: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'M', States: { M: { ...M, Items: [1] } } }, bad],
        End: true,
      },
    });
    const run = await runWorld(definition);
    expect(run.execution.ending()?.status).toBe('FAILED');
    expect(run.mapRun().ending()).toMatchObject({ status: 'ABORTED' });
    const types = eventTypes(run);
    expect(types.slice(types.indexOf('MapRunAborted'))).toEqual([
      'MapRunAborted',
      'MapStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('a child that somebody stopped is no failure', async () => {
    const run = openWorld(map({}, { N: NAP, I: CALL }), { input: [1, 2], handler: ({ payload }) => payload });
    await until(
      run,
      () => run.executions.mapRuns.of(run.execution.record.arn).length > 0 && run.mapRun().filled(),
    );
    run.mapRun().children()[0]?.execution?.stop('Enough', null);
    await run.clock.drive(run.execution.done);
    expect(outputOfWorld(run)).toMatchObject([{ Status: 'ABORTED', Error: 'Enough' }, 2]);
    expect(describeRun(run)).toMatchObject({ executionCounts: { aborted: 1, succeeded: 1 } });
  });
});

describe('a redriven parent', () => {
  test('redrives the children that failed or were not started, and no other', async () => {
    const world = failing();
    const run = await runWorld(map({ MaxConcurrency: 1 }), { input: [1, -1, 3], handler: world.handler });
    expect(run.execution.ending()).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(describeRun(run)).toMatchObject({
      status: 'FAILED',
      executionCounts: { succeeded: 1, failed: 1, pending: 1, resultsWritten: 0 },
    });
    world.works = true;
    await redriven(run);
    expect(outputOfWorld(run)).toEqual([1, -1, 3]);
    expect(run.calls.map(({ payload }) => payload)).toEqual([1, -1, -1, 3]);
    const failed = eventTypes(run).indexOf('ExecutionFailed') + 1;
    expect(chainOf(run).slice(failed)).toEqual([
      [failed + 1, failed, 'ExecutionRedriven'],
      [failed + 2, failed + 1, 'MapRunRedriven'],
      [failed + 3, failed + 2, 'MapRunSucceeded'],
      [failed + 4, failed + 3, 'MapStateSucceeded'],
      [failed + 5, failed + 2, 'MapStateExited'],
      [failed + 6, failed + 5, 'ExecutionSucceeded'],
    ]);
    expect(run.execution.events()[failed + 1]?.details).toEqual({
      mapRunRedrivenEventDetails: { mapRunArn: run.mapRun().record.arn, redriveCount: 1 },
    });
    expect(describeRun(run)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
      redriveDate: 1_700_000_000,
    });
    expect(
      run
        .mapRun()
        .children()
        .map(({ execution }) => execution?.redrives().length),
    ).toEqual([0, 1, 0]);
  });

  test('redrives again what fails again', async () => {
    const world = failing();
    const run = await redriven(await runWorld(map(), { input: [-1], handler: world.handler }));
    expect(run.execution.ending()?.status).toBe('FAILED');
    world.works = true;
    await redriven(run);
    expect(outputOfWorld(run)).toEqual([-1]);
    expect(run.mapRun().redrives()).toHaveLength(2);
  });

  test('lists a child that waits for its turn as PENDING_REDRIVE', async () => {
    let hangs = false;
    const run = await runWorld(map({ MaxConcurrency: 1, ToleratedFailurePercentage: 60 }), {
      input: [-1, -2],
      handler: (task, clock) => (hangs ? new Promise(() => {}) : failing().handler(task, clock)),
    });
    expect(run.execution.ending()?.status).toBe('FAILED');
    hangs = true;
    run.execution.redrive(null);
    const list = { mapRunArn: run.mapRun().record.arn, statusFilter: 'PENDING_REDRIVE' };
    await until(run, () => run.mapRun().redrives().length > 0);
    expect(ask(run, 'ListExecutions', list)).toMatchObject({
      executions: [{ executionArn: run.mapRun().children()[1]?.arn, status: 'PENDING_REDRIVE' }],
    });
    expect(describeRun(run)).toMatchObject({ status: 'RUNNING', executionCounts: { pendingRedrive: 1 } });
  });

  test('reads the items for the first time when they could not be read', async () => {
    const ItemReader = {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: 'b', Key: 'k' },
    };
    const run = await runWorld(map({ ItemReader }), { handler: ({ payload }) => payload });
    expect(run.execution.ending()).toMatchObject({ error: 'States.ItemReaderFailed' });
    run.objects.set('b/k', '[5]');
    await redriven(run);
    expect(outputOfWorld(run)).toEqual([5]);
    expect(run.executions.mapRuns.of(run.execution.record.arn)).toHaveLength(2);
  });

  test('after results that could not be written runs no child again', async () => {
    const ResultWriter = {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: "{% $states.context.Execution.RedriveCount = 0 ? 'forbidden' : 'open' %}" },
    };
    const run = await runWorld(map({ ResultWriter }), { input: [1] });
    expect(run.execution.ending()).toMatchObject({ error: 'States.ResultWriterFailed' });
    await redriven(run);
    expect(run.execution.ending()?.status).toBe('SUCCEEDED');
    expect(run.calls).toHaveLength(1);
  });
});
