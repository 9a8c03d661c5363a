import { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { makeLambdaHandlers } from '../../../lib/aws/lambda-handlers.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeHandlers(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const client = sending(new LambdaClient({ region: 'eu-west-1' }), send);
  return { asked, handlers: makeLambdaHandlers(client, (name) => `muster-${name}`) };
}

const payload = (value: unknown) => ({ transformToString: () => JSON.stringify(value) });

describe('handlers as Lambda functions', () => {
  it('are called by their deployed name, and answer', async () => {
    const { asked, handlers } = makeHandlers({ Payload: payload({ outcome: 1 }) });
    await expect(handlers.invoke('promote-replica', { dryRun: true })).resolves.toEqual({ outcome: 1 });
    expect(asked).toEqual([
      {
        command: 'InvokeCommand',
        input: { FunctionName: 'muster-promote-replica', Payload: '{"dryRun":true}' },
      },
    ]);
  });

  it('may answer nothing', async () => {
    await expect(makeHandlers({}).handlers.invoke('await-detection', {})).resolves.toBeNull();
  });

  it('fail under the name that the handler gave its failure', async () => {
    const failure = payload({ errorType: 'GenerationSuperseded', errorMessage: 'saw generation 8' });
    const { handlers } = makeHandlers({ FunctionError: 'Unhandled', Payload: failure });
    await expect(handlers.invoke('promote-replica', {})).rejects.toMatchObject({
      name: 'GenerationSuperseded',
      message: 'promote-replica: saw generation 8',
    });
  });

  it('fail with what is known when the function ended without an answer', async () => {
    const failure = payload({ errorMessage: 'Task timed out after 30.00 seconds' });
    const { handlers } = makeHandlers({ FunctionError: 'Unhandled', Payload: failure });
    await expect(handlers.invoke('promote-replica', {})).rejects.toMatchObject({
      name: 'Unhandled',
      message: 'promote-replica: Task timed out after 30.00 seconds',
    });
  });

  it('are unknown when throttled', async () => {
    await expect(
      makeHandlers(sdkError('TooManyRequestsException')).handlers.invoke('promote-replica', {}),
    ).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message:
        'Lambda promote-replica: saw TooManyRequestsException; expected an answer that says done or failed',
    });
  });
});
