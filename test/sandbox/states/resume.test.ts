import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import type { FunctionResponse } from '../../../lib/sandbox/lambda/function-pool.ts';
import { eventually } from './eventually.ts';
import { openStatesBench, type StatesBench, succeed } from './states-bench.ts';

let bench: StatesBench;
afterEach(() => bench.close());

function machine(state: Record<string, unknown>): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Before',
    States: {
      Before: { Type: 'Pass', Assign: { kept: 'a variable' }, Next: 'Middle' },
      Middle: { ...state, Next: 'After' },
      After: { Type: 'Succeed', Output: "{% {'input': $states.input, 'kept': $kept} %}" },
    },
  });
}

const WAIT = { Type: 'Wait', Seconds: 1, Output: 'waited' };
const STEP = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'step' },
  Output: '{% $states.result.Payload %}',
};
const TOKEN = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  Arguments: { FunctionName: 'f', InvocationType: 'Event', Payload: '{% $states.context.Task.Token %}' },
  TimeoutSeconds: 30,
};

async function start(): Promise<string> {
  const { executionArn = '' } = await bench.sfn.send(
    new StartExecutionCommand({ stateMachineArn: bench.machineArn }),
  );
  return executionArn;
}

async function ended(executionArn: string): Promise<{ output: unknown; seconds: number }> {
  const command = new DescribeExecutionCommand({ executionArn });
  // Longer than the bound on `seconds` that a test sets: the wait must not fail before the measurement can.
  await expect.poll(async () => (await bench.sfn.send(command)).status).not.toBe('RUNNING');
  const { output = 'null', startDate, stopDate } = await bench.sfn.send(command);
  return { output: JSON.parse(output), seconds: (Number(stopDate) - Number(startDate)) / 1000 };
}

async function eventIds(executionArn: string): Promise<[number | undefined, string | undefined][]> {
  const { events = [] } = await bench.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
  return events.map(({ id, type }) => [id, type]);
}

test('a Wait keeps its deadline when the orchestrator is killed in the middle', async () => {
  bench = await openStatesBench(machine(WAIT), () => succeed(null));
  const executionArn = await start();
  await eventually(() => eventIds(executionArn)).toContainEqual([4, 'WaitStateEntered']);
  await bench.killOrchestrator();
  const { output, seconds } = await ended(executionArn);
  expect(output).toEqual({ input: 'waited', kept: 'a variable' });
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThan(15);
});

test('a task in flight is delivered again', async () => {
  const first = Promise.withResolvers<FunctionResponse>();
  bench = await openStatesBench(machine(STEP), () =>
    bench.calls.length === 1 ? first.promise : succeed('second'),
  );
  const executionArn = await start();
  await eventually(() => bench.calls).toHaveLength(1);
  await bench.killOrchestrator();
  await eventually(() => bench.calls).toHaveLength(2);
  first.resolve(succeed('first'));
  expect(bench.calls[1]).toEqual(bench.calls[0]);
  expect((await ended(executionArn)).output).toEqual({ input: 'second', kept: 'a variable' });
  const types = (await eventIds(executionArn)).map(([, type]) => type);
  expect(types.filter((type) => type === 'TaskScheduled')).toHaveLength(1);
});

test('a token stays valid, and its task is not delivered again', async () => {
  bench = await openStatesBench(machine(TOKEN), () => ({
    statusCode: 202,
    functionError: null,
    payload: '',
  }));
  const executionArn = await start();
  await eventually(async () => (await eventIds(executionArn)).at(-1)?.[1]).toBe('TaskSubmitted');
  await bench.killOrchestrator();
  const taskToken: unknown = JSON.parse(bench.calls[0]?.payload ?? '');
  await bench.sfn.send(new SendTaskSuccessCommand({ taskToken: String(taskToken), output: '"detected"' }));
  expect((await ended(executionArn)).output).toEqual({ input: 'detected', kept: 'a variable' });
  expect(bench.calls).toHaveLength(1);
  const ids = (await eventIds(executionArn)).map(([id]) => id);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});

test('a request that was under way is answered by the next orchestrator', async () => {
  bench = await openStatesBench(machine(WAIT), () => succeed(null));
  const executionArn = await start();
  process.kill(bench.states.orchestratorPid() ?? 0, 'SIGKILL');
  const described = await bench.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(described.executionArn).toBe(executionArn);
});

test('a Parallel and a Map in it go on in the middle, and what had returned is not run again', async () => {
  const hold = Promise.withResolvers<FunctionResponse>();
  const step = (name: string) => ({ ...STEP, Arguments: { FunctionName: name }, End: true });
  const together = {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'First', States: { First: step('first') } },
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Items: ['a', 'b'],
            MaxConcurrency: 1,
            ItemProcessor: { StartAt: 'Item', States: { Item: step('{% $states.input %}') } },
            End: true,
          },
        },
      },
    ],
  };
  let held = true;
  bench = await openStatesBench(machine(together), ({ name }) =>
    name === 'b' && held ? hold.promise : succeed(name),
  );
  const executionArn = await start();
  await eventually(() => bench.calls.map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'first']);
  await eventually(async () => (await eventIds(executionArn)).map(([, type]) => type)).toContain(
    'MapIterationSucceeded',
  );
  held = false;
  await bench.killOrchestrator();
  expect((await ended(executionArn)).output).toEqual({ input: ['first', ['a', 'b']], kept: 'a variable' });
  expect(bench.calls.map(({ name }) => name).toSorted()).toEqual(['a', 'b', 'b', 'first']);
  hold.resolve(succeed('late'));
  const ids = (await eventIds(executionArn)).map(([id]) => id);
  expect(ids).toEqual(ids.map((_, index) => index + 1));
});

test('an execution that was redriven is resumed, and one that ended can be redriven by the next orchestrator', async () => {
  let works = false;
  bench = await openStatesBench(machine(STEP), () =>
    works ? succeed('done') : { statusCode: 200, functionError: 'Unhandled', payload: '{"errorType":"Odd"}' },
  );
  const executionArn = await start();
  const status = async () => (await bench.sfn.send(new DescribeExecutionCommand({ executionArn }))).status;
  await eventually(status).toBe('FAILED');
  await bench.killOrchestrator();
  works = true;
  await bench.sfn.send(new RedriveExecutionCommand({ executionArn }));
  expect((await ended(executionArn)).output).toEqual({ input: 'done', kept: 'a variable' });
  const described = await bench.sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ redriveCount: 1, redriveDate: expect.any(Date) });
  await expect(bench.sfn.send(new RedriveExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: 'ExecutionNotRedrivable',
    message: "Execution Not Redrivable: 'Execution is SUCCEEDED and cannot be redriven'",
  });
});
