import { SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { makeSfnExecutions } from '../../../lib/aws/sfn-executions.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeExecutions(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, executions: makeSfnExecutions(sending(new SFNClient({ region: 'eu-west-1' }), send)) };
}

describe('executions of a machine', () => {
  it('are listed over all pages', async () => {
    const { asked, executions } = makeExecutions(
      { executions: [{ executionArn: 'arn:1', name: 'run-1', status: 'FAILED' }], nextToken: 'more' },
      { executions: [{ executionArn: 'arn:2', name: 'run-2', status: 'RUNNING' }] },
    );
    await expect(executions.list('arn:machine', 'all')).resolves.toEqual([
      { arn: 'arn:1', name: 'run-1', status: 'FAILED' },
      { arn: 'arn:2', name: 'run-2', status: 'RUNNING' },
    ]);
    expect(asked).toMatchObject([
      { command: 'ListExecutionsCommand', input: { stateMachineArn: 'arn:machine' } },
      { input: { nextToken: 'more' } },
    ]);
  });

  it('are asked for by their status when only those that run are wanted', async () => {
    const { asked, executions } = makeExecutions({ executions: [] });
    await executions.list('arn:machine', 'running');
    expect(asked).toMatchObject([{ input: { stateMachineArn: 'arn:machine', statusFilter: 'RUNNING' } }]);
  });

  it('say what they were started with, or are not known', async () => {
    await expect(makeExecutions({ input: '{"a":1}' }).executions.inputOf('arn')).resolves.toEqual({ a: 1 });
    const unknown = sdkError('ExecutionDoesNotExist');
    await expect(makeExecutions(unknown).executions.inputOf('arn')).resolves.toBeNull();
  });

  it('are stopped with a reason', async () => {
    const { asked, executions } = makeExecutions({});
    await executions.stop('arn', 'too late');
    expect(asked).toEqual([
      {
        command: 'StopExecutionCommand',
        input: { executionArn: 'arn', error: 'MusterStopped', cause: 'too late' },
      },
    ]);
  });
});
