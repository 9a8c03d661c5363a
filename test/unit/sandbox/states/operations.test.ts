import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../../lib/sandbox/states/executions/execution.ts';
import { makeTaskToken } from '../../../../lib/sandbox/states/executions/task-token.ts';
import { getExecutionHistory } from '../../../../lib/sandbox/states/operations/get-execution-history.ts';
import type { StatesWorld } from '../../../../lib/sandbox/states/operations/operation.ts';
import { sendTaskSuccess } from '../../../../lib/sandbox/states/operations/send-task-success.ts';
import { machine, prepare, runMachine } from './run-machine.ts';

const TOKEN = machine('T', {
  T: {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Arguments: { FunctionName: 'f' },
    End: true,
  },
});

function worldOf(execution: Execution): StatesWorld {
  const get = (arn: string): Execution | undefined => (arn === execution.record.arn ? execution : undefined);
  const start = (): never => {
    throw new Error('starts nothing');
  };
  return { machines: [], executions: { get, of: () => [execution], start, resume: () => {} } };
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
