import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../../lib/sandbox/states/executions/execution.ts';
import { makeTaskToken } from '../../../../lib/sandbox/states/executions/task-token.ts';
import { describeExecution } from '../../../../lib/sandbox/states/operations/describe-execution.ts';
import { getExecutionHistory } from '../../../../lib/sandbox/states/operations/get-execution-history.ts';
import { listExecutions } from '../../../../lib/sandbox/states/operations/list-executions.ts';
import type { StatesWorld } from '../../../../lib/sandbox/states/operations/operation.ts';
import { redriveExecution } from '../../../../lib/sandbox/states/operations/redrive-execution.ts';
import { sendTaskSuccess } from '../../../../lib/sandbox/states/operations/send-task-success.ts';
import { NO_MAP_RUNS } from './no-map-runs.ts';
import { machine, prepare, runMachine } from './run-machine.ts';

const TOKEN = machine('T', {
  T: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'f' },
    End: true,
  },
});

function worldOf(execution: Execution, now = 1_700_000_000_000_000): StatesWorld {
  const get = (arn: string): Execution | undefined => (arn === execution.record.arn ? execution : undefined);
  const start = (): never => {
    throw new Error('starts nothing');
  };
  const { machineArn: arn, machineName: name, region, definition } = execution.record;
  return {
    machines: [{ arn, name, region, definition, createdAt: 0 }],
    executions: { get, of: () => [execution], start, mapRuns: NO_MAP_RUNS, resume: () => {}, now: () => now },
  };
}

describe('SendTaskSuccess', () => {
  test('is idempotent only for a request that an interpreter was killed over', async () => {
    const run = prepare(TOKEN);
    run.execution.run();
    await expect.poll(() => run.calls).toHaveLength(1);
    const world = worldOf(run.execution);
    const input = { taskToken: run.calls[0]?.token, output: '1' };
    const request = { region: 'eu-west-1', input, again: false };
    expect(sendTaskSuccess(world, request)).toEqual({});
    expect(() => sendTaskSuccess(world, request)).toThrowError(
      "Task Timed Out: 'Provided task does not exist anymore'",
    );
    await run.execution.done;
    expect(sendTaskSuccess(world, { ...request, again: true })).toEqual({});
    const other = { taskToken: makeTaskToken(run.execution.record.arn), output: '1' };
    expect(() => sendTaskSuccess(world, { ...request, input: other, again: true })).toThrowError(
      'Task Timed Out',
    );
  });
});

describe('GetExecutionHistory', () => {
  test('gives timestamps in seconds with microseconds', async () => {
    const { execution } = await runMachine(machine('S', { S: { Type: 'Succeed' } }));
    const input = { executionArn: execution.record.arn, maxResults: 1 };
    expect(
      getExecutionHistory(worldOf(execution), { region: 'eu-west-1', input, again: false }),
    ).toMatchObject({
      events: [{ id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: 1_700_000_000 }],
      nextToken: expect.any(String),
    });
  });
});

describe('RedriveExecution', () => {
  const FAILS = machine('F', { F: { Type: 'Fail', Error: 'Odd' } });
  const at = 1_700_000_000_000_000;
  const ask = (execution: Execution, clientToken?: string, now?: number): unknown =>
    redriveExecution(worldOf(execution, now), {
      region: 'eu-west-1',
      again: false,
      input: { executionArn: execution.record.arn, clientToken },
    });

  test('is answered once for the same client token, for 15 minutes', async () => {
    const { execution } = await runMachine(FAILS);
    expect(ask(execution, 'token')).toEqual({ redriveDate: at / 1e6 });
    await execution.done;
    expect(ask(execution, 'token')).toEqual({ redriveDate: at / 1e6 });
    expect(execution.redrives()).toHaveLength(1);
    ask(execution, 'token', at + 15 * 60e6 + 1);
    expect(execution.redrives()).toHaveLength(2);
  });

  test('is refused for what succeeded', async () => {
    const { execution } = await runMachine(machine('S', { S: { Type: 'Succeed' } }));
    expect(() => ask(execution)).toThrowError(
      "Execution Not Redrivable: 'Execution is SUCCEEDED and cannot be redriven'",
    );
  });

  test('is seen by DescribeExecution and ListExecutions', async () => {
    const { execution } = await runMachine(FAILS);
    const world = worldOf(execution);
    const { arn: executionArn, machineArn: stateMachineArn } = execution.record;
    const list = (redriveFilter: string): unknown =>
      listExecutions(world, {
        region: 'eu-west-1',
        again: false,
        input: { stateMachineArn, redriveFilter },
      });
    const describeIt = (): unknown =>
      describeExecution(world, { region: 'eu-west-1', again: false, input: { executionArn } });
    expect(describeIt()).toMatchObject({ status: 'FAILED', redriveCount: 0, redriveStatus: 'REDRIVABLE' });
    expect(list('REDRIVEN')).toEqual({ executions: [] });
    expect(list('NOT_REDRIVEN')).toMatchObject({ executions: [{ executionArn, redriveCount: 0 }] });
    ask(execution);
    expect(describeIt()).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      redriveDate: at / 1e6,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect(describeIt()).not.toHaveProperty('stopDate');
    expect(list('REDRIVEN')).toMatchObject({ executions: [{ executionArn, redriveCount: 1 }] });
    expect(() => list('arn:aws:states:eu-west-1:123456789012:stateMachine:machine')).toThrowError(
      'validation error',
    );
  });
});
