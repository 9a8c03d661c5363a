import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { makeSfnWorkflows } from '../../../lib/aws/sfn-workflows.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeWorkflows(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, workflows: makeSfnWorkflows(sending(new SFNClient({ region: 'eu-west-1' }), send)) };
}

describe('executions on Step Functions', () => {
  it('start by name, with their input as JSON', async () => {
    const { asked, workflows } = makeWorkflows({ executionArn: 'arn:of:it' });
    await expect(
      workflows.start({ machineArn: 'arn:machine', name: 'run-1', input: { a: 1 } }),
    ).resolves.toBe('arn:of:it');
    expect(asked).toEqual([
      {
        command: 'StartExecutionCommand',
        input: { stateMachineArn: 'arn:machine', name: 'run-1', input: '{"a":1}' },
      },
    ]);
  });

  it('have a status, or are not known', async () => {
    await expect(makeWorkflows({ status: 'RUNNING' }).workflows.status('arn')).resolves.toBe('RUNNING');
    await expect(
      makeWorkflows(sdkError('ExecutionDoesNotExist')).workflows.status('arn'),
    ).resolves.toBeNull();
    const error = sdkError('InvalidArn');
    await expect(makeWorkflows(error).workflows.status('arn')).rejects.toBe(error);
  });

  it('have a history of all pages, each event with its state or its failure', async () => {
    const timestamp = new Date('2026-03-01T12:00:00.123Z');
    const { asked, workflows } = makeWorkflows(
      {
        events: [
          { id: 1, type: 'ExecutionStarted', timestamp },
          { id: 2, type: 'TaskStateEntered', timestamp, stateEnteredEventDetails: { name: 'AcquireLock' } },
        ],
        nextToken: 'next',
      },
      {
        events: [
          {
            id: 3,
            type: 'TaskFailed',
            timestamp,
            taskFailedEventDetails: { error: 'LockHeld', cause: 'why' },
          },
          { id: 4, type: 'TaskTimedOut', timestamp, taskTimedOutEventDetails: { error: 'States.Timeout' } },
          { id: 5, type: 'TaskStateExited', timestamp, stateExitedEventDetails: { name: 'AcquireLock' } },
        ],
      },
    );
    const at = 1_772_366_400_123_000;
    const common = { at, state: null, error: null, cause: null };
    await expect(workflows.history('arn')).resolves.toEqual([
      { ...common, id: 1, type: 'ExecutionStarted' },
      { ...common, id: 2, type: 'TaskStateEntered', state: 'AcquireLock' },
      { ...common, id: 3, type: 'TaskFailed', error: 'LockHeld', cause: 'why' },
      { ...common, id: 4, type: 'TaskTimedOut', error: 'States.Timeout' },
      { ...common, id: 5, type: 'TaskStateExited', state: 'AcquireLock' },
    ]);
    expect(asked[1]).toMatchObject({ input: { nextToken: 'next', maxResults: 1000 } });
  });

  it('have a history after an event, read from its end as far as that', async () => {
    const event = (id: number) => ({ id, type: 'TaskScheduled', timestamp: new Date(0) });
    const pages = [
      [event(9), event(8)],
      [event(7), event(6), event(5)],
    ];
    const { asked, workflows } = makeWorkflows(...pages.map((events) => ({ events, nextToken: 'next' })));
    const found = await workflows.history('arn', 6);
    expect(found.map(({ id }) => id)).toEqual([7, 8, 9]);
    expect(asked.map(({ input }) => input)).toMatchObject([
      { reverseOrder: true, maxResults: 50 },
      { reverseOrder: true, nextToken: 'next' },
    ]);
  });

  it('are answered by a token', async () => {
    const { asked, workflows } = makeWorkflows({});
    await expect(workflows.completeTask('token', { more: true })).resolves.toBe(true);
    expect(asked).toEqual([
      { command: 'SendTaskSuccessCommand', input: { taskToken: 'token', output: '{"more":true}' } },
    ]);
  });

  it('are told by a token that the work on it goes on', async () => {
    const { asked, workflows } = makeWorkflows({});
    await expect(workflows.keepTask('token')).resolves.toBe(true);
    expect(asked).toEqual([{ command: 'SendTaskHeartbeatCommand', input: { taskToken: 'token' } }]);
  });

  it.each(['TaskDoesNotExist', 'TaskTimedOut', 'InvalidToken'])(
    'no longer await a token that they refuse with %s',
    async (name) => {
      await expect(makeWorkflows(sdkError(name)).workflows.keepTask('token')).resolves.toBe(false);
      await expect(makeWorkflows(sdkError(name)).workflows.completeTask('token', {})).resolves.toBe(false);
    },
  );

  it('are unknown when throttled, and unreachable when silent', async () => {
    await expect(
      makeWorkflows(sdkError('ThrottlingException')).workflows.completeTask('token', {}),
    ).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message: 'Step Functions: saw ThrottlingException; expected an answer that says done or failed',
    });
    await expect(makeWorkflows(sdkError('TimeoutError')).workflows.history('arn')).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 'Step Functions: saw TimeoutError; expected an answer within 4 s',
    });
  });
});
