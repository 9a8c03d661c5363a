import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  GetFunctionCommand,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
  ListFunctionsCommand,
  ListLayersCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FunctionPool, makeFunctionPool } from '../../../lib/sandbox/lambda/function-pool.ts';
import { type Served, serve } from '../states/serve.ts';

const REGION = 'eu-west-1';
const ARN = `arn:aws:lambda:${REGION}:123456789012:function:probe`;

let stateDir: string;
let pool: FunctionPool;
let server: Served;
let lambda: LambdaClient;

beforeEach(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'muster-lambda-'));
  const handlerPath = fileURLToPath(new URL('./handlers/probe.ts', import.meta.url));
  pool = makeFunctionPool({
    functions: [{ name: 'probe', region: REGION, handlerPath, environment: {}, timeoutSeconds: 20 }],
    account: '123456789012',
    stateDir,
    environmentOf: () => ({}),
    onChild: () => {},
  });
  server = await serve(pool.service);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  lambda = new LambdaClient({ region: REGION, endpoint: server.endpoint, credentials, maxAttempts: 1 });
});

afterEach(async () => {
  lambda.destroy();
  await server.close();
  await pool.stop();
  rmSync(stateDir, { recursive: true });
});

async function invoke(input: Omit<InvokeCommandInput, 'FunctionName'>, FunctionName = 'probe') {
  const { Payload, ...answer } = await lambda.send(new InvokeCommand({ FunctionName, ...input }));
  return { ...answer, text: Payload?.transformToString() ?? '' };
}

describe('Lambda, through its own client', () => {
  test.each(['probe', ARN, '123456789012:function:probe', `${ARN}:$LATEST`])('invokes %s', async (name) => {
    const answer = await invoke({ Payload: '{"a":1}' }, name);
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answer.FunctionError).toBeUndefined();
    expect(JSON.parse(answer.text)).toMatchObject({ event: { a: 1 } });
  });

  test('says that a function failed', async () => {
    const answer = await invoke({ Payload: '{"do":"throw"}' });
    expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(JSON.parse(answer.text)).toMatchObject({ errorType: 'FenceUnproven' });
  });

  test('accepts an event with 202 and a dry run with 204', async () => {
    expect(await invoke({ InvocationType: 'Event' })).toMatchObject({ StatusCode: 202, text: '' });
    expect(await invoke({ InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204, text: '' });
  });

  test('refuses what is not there, not JSON or not served', async () => {
    await expect(invoke({}, 'nobody')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: arn:aws:lambda:${REGION}:123456789012:function:nobody`,
    });
    await expect(invoke({ Qualifier: '7' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(invoke({ Payload: '{' })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(invoke({ LogType: 'Tail' })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    await expect(lambda.send(new ListLayersCommand({}))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
  });

  test('lists and describes functions', async () => {
    const { Functions } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions).toMatchObject([{ FunctionName: 'probe', FunctionArn: ARN, Timeout: 20 }]);
    const { Configuration } = await lambda.send(new GetFunctionCommand({ FunctionName: 'probe' }));
    expect(Configuration).toMatchObject({ FunctionArn: ARN, State: 'Active' });
  });
});
