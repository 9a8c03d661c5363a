import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeStatesService } from '../../../lib/sandbox/states/states-service.ts';
import { eventually } from './eventually.ts';
import { openStatesBench, REGION, type StatesBench, succeed } from './states-bench.ts';

const DEFINITION = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Which',
  States: {
    Which: {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.do = 'wait' %}", Next: 'Hold' },
        { Condition: "{% $states.input.do = 'token' %}", Next: 'Await' },
      ],
      Default: 'Step',
    },
    Hold: { Type: 'Wait', Seconds: 60, End: true },
    Await: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Arguments: {
        FunctionName: 'holder',
        InvocationType: 'Event',
        Payload: { token: '{% $states.context.Task.Token %}' },
      },
      End: true,
    },
    Step: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'step', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  },
});

let bench: StatesBench;

beforeEach(async () => {
  bench = await openStatesBench(DEFINITION, ({ invocationType }) =>
    invocationType === 'Event'
      ? { statusCode: 202, functionError: null, payload: '' }
      : succeed({ stepped: true }),
  );
});
afterEach(() => bench.close());

async function start(input: unknown, name?: string): Promise<string> {
  const { executionArn } = await bench.sfn.send(
    new StartExecutionCommand({
      stateMachineArn: bench.machineArn,
      input: JSON.stringify(input),
      ...(name === undefined ? {} : { name }),
    }),
  );
  return executionArn ?? '';
}

const describeIt = (executionArn: string) => bench.sfn.send(new DescribeExecutionCommand({ executionArn }));

function token(): string {
  const { token: found } = JSON.parse(bench.calls[0]?.payload ?? '{}');
  return String(found);
}

describe('the Step Functions service, through its own client', () => {
  test('runs an execution and describes it', async () => {
    const executionArn = await start({ a: 1 }, 'one');
    expect(executionArn).toBe('arn:aws:states:eu-west-1:123456789012:execution:machine:one');
    await eventually(async () => (await describeIt(executionArn)).status).toBe('SUCCEEDED');
    expect(await describeIt(executionArn)).toMatchObject({
      executionArn,
      name: 'one',
      stateMachineArn: bench.machineArn,
      input: '{"a":1}',
      output: '{"stepped":true}',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    expect(bench.calls).toEqual([
      { region: REGION, name: 'step', payload: '{"a":1}', invocationType: 'RequestResponse' },
    ]);
  });

  test('pages through the history, in both orders, with or without data', async () => {
    const executionArn = await start({});
    await eventually(async () => (await describeIt(executionArn)).status).toBe('SUCCEEDED');
    const first = await bench.sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 4 }));
    const nextToken = first.nextToken ?? '';
    const rest = await bench.sfn.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 100, nextToken }),
    );
    const events = [...(first.events ?? []), ...(rest.events ?? [])];
    expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(rest.nextToken).toBeUndefined();
    const reverse = await bench.sfn.send(
      new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        includeExecutionData: false,
        maxResults: 1,
      }),
    );
    expect(reverse.events).toMatchObject([
      { id: 9, type: 'ExecutionSucceeded', executionSucceededEventDetails: {} },
    ]);
    expect(reverse.events?.[0]?.executionSucceededEventDetails?.output).toBeUndefined();
    await expect(
      bench.sfn.send(new GetExecutionHistoryCommand({ executionArn, nextToken: 'mine' })),
    ).rejects.toMatchObject({ name: 'InvalidToken', message: "Invalid Token: 'Invalid token'" });
  });

  test('a name is the idempotency key while its execution runs', async () => {
    const executionArn = await start({ do: 'wait' }, 'same');
    expect(await start({ do: 'wait' }, 'same')).toBe(executionArn);
    const taken = { name: 'ExecutionAlreadyExists', message: `Execution Already Exists: '${executionArn}'` };
    await expect(start({ do: 'other' }, 'same')).rejects.toMatchObject(taken);
    await bench.sfn.send(new StopExecutionCommand({ executionArn, error: 'Stopped', cause: 'test' }));
    await expect(start({ do: 'wait' }, 'same')).rejects.toMatchObject(taken);
    expect(await describeIt(executionArn)).toMatchObject({
      status: 'ABORTED',
      error: 'Stopped',
      cause: 'test',
    });
  });

  test('lists executions and state machines', async () => {
    const executionArn = await start({ do: 'wait' }, 'listed');
    const { stateMachineArn = bench.machineArn } = {};
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' });
    expect((await bench.sfn.send(running)).executions).toMatchObject([{ executionArn, status: 'RUNNING' }]);
    const ended = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'FAILED' });
    expect((await bench.sfn.send(ended)).executions).toEqual([]);
    const machines = await bench.sfn.send(new ListStateMachinesCommand({}));
    expect(machines.stateMachines).toMatchObject([{ stateMachineArn, name: 'machine', type: 'STANDARD' }]);
    const described = await bench.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ definition: DEFINITION, status: 'ACTIVE' });
  });

  test('a token is answered once', async () => {
    const executionArn = await start({ do: 'token' });
    await eventually(() => bench.calls).toHaveLength(1);
    await bench.sfn.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    const notJson = new SendTaskSuccessCommand({ taskToken: token(), output: 'no json' });
    await expect(bench.sfn.send(notJson)).rejects.toMatchObject({ name: 'InvalidOutput' });
    await bench.sfn.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"seen":1}' }));
    await eventually(async () => (await describeIt(executionArn)).output).toBe('{"seen":1}');
    const again = new SendTaskFailureCommand({ taskToken: token(), error: 'Late' });
    await expect(bench.sfn.send(again)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      message: "Task Timed Out: 'Provided task does not exist anymore'",
    });
    const forged = new SendTaskHeartbeatCommand({ taskToken: 'forged' });
    await expect(bench.sfn.send(forged)).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  test('what is not there, or not served, is refused as on AWS', async () => {
    const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:machine:none';
    await expect(describeIt(executionArn)).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn}'`,
    });
    const nowhere = new StartExecutionCommand({ stateMachineArn: `${bench.machineArn}2` });
    await expect(bench.sfn.send(nowhere)).rejects.toMatchObject({
      name: 'StateMachineDoesNotExist',
      message: `State Machine Does Not Exist: '${bench.machineArn}2'`,
    });
    await expect(describeIt('x')).rejects.toMatchObject({ name: 'InvalidArn' });
    await expect(start({}, 'a b')).rejects.toMatchObject({ name: 'InvalidName' });
    const badInput = new StartExecutionCommand({ stateMachineArn: bench.machineArn, input: '{' });
    await expect(bench.sfn.send(badInput)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const tag = new TagResourceCommand({ resourceArn: bench.machineArn, tags: [] });
    await expect(bench.sfn.send(tag)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });

  test('a definition with JSONPath fields is refused at start', () => {
    const definition = DEFINITION.replace('"Seconds":60', '"Seconds":60,"OutputPath":"$"');
    const config = [{ name: 'm', region: REGION, definition }];
    const options = { config, stateDir: '/nowhere', account: '1', s3: bench.s3, onChild: () => {} };
    expect(() =>
      makeStatesService({ ...options, invokeFunction: () => Promise.reject(new Error()) }),
    ).toThrowError(
      "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'OutputPath' is only supported for the 'JSONPath' QueryLanguage at /States/Hold'",
    );
  });
});
