import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseOwnHistory } from '../../lib/domain/corroboration/own-history.ts';
import { FIS_OPERATIONS } from '../../lib/sandbox/fis/fis-service.ts';
import { KMS_OPERATIONS } from '../../lib/sandbox/kms/kms-service.ts';
import { LAMBDA_OPERATIONS } from '../../lib/sandbox/lambda/lambda-service.ts';
import { SECRETS_OPERATIONS } from '../../lib/sandbox/secretsmanager/secrets-manager.ts';
import { SNS_OPERATIONS } from '../../lib/sandbox/sns/sns-service.ts';
import { OPERATIONS as STATES_OPERATIONS } from '../../lib/sandbox/states/operations/operations.ts';
import { awsCommand, type AwsCommand } from './aws-command.ts';
import { hasClients } from './client-environment.ts';
import { ACCOUNT, RECOVERY } from './clients-config.ts';
import { notDone } from './not-done.ts';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/any`;
const machine = (name: string) => `arn:aws:states:${RECOVERY}:${ACCOUNT}:stateMachine:${name}`;

describe.skipIf(!hasClients())('the other services by the AWS CLI', () => {
  let aws: AwsCommand;

  beforeAll(() => void (aws = awsCommand()));
  afterAll(() => aws?.end());

  test('Step Functions', async () => {
    const sfn = (operation: string, ...args: string[]) => aws('stepfunctions', operation, ...args);
    const begin = async () =>
      String((await sfn('start-execution', '--state-machine-arn', machine('wait')))['executionArn']);
    expect((await sfn('list-state-machines'))['stateMachines']).toHaveLength(3);
    expect(await sfn('describe-state-machine', '--state-machine-arn', machine('ask'))).toMatchObject({
      status: 'ACTIVE',
    });
    const [first, second, third] = await Promise.all([begin(), begin(), begin()]);
    await sfn('send-task-heartbeat', '--task-token', await tokenOf(aws, first));
    await sfn('send-task-success', '--task-token', await tokenOf(aws, first), '--task-output', '{"seen":1}');
    await sfn(
      'send-task-failure',
      '--task-token',
      await tokenOf(aws, second),
      '--error',
      'Seen',
      '--cause',
      'by hand',
    );
    await sfn('stop-execution', '--execution-arn', third);
    await expect
      .poll(async () => sfn('describe-execution', '--execution-arn', first))
      .toMatchObject({ status: 'SUCCEEDED', output: '{"seen":1}' });
    const told = await sfn('get-execution-history', '--execution-arn', first, '--no-include-execution-data');
    const printed = parseOwnHistory(JSON.stringify(told));
    expect(printed?.map(({ type, state }) => [type, state])).toEqual(
      expect.arrayContaining([
        ['ExecutionStarted', null],
        ['TaskStateEntered', 'Await'],
        ['ExecutionSucceeded', null],
      ]),
    );
    expect(printed?.every(({ atMs }) => Math.abs(Date.now() - atMs) < 600_000)).toBe(true);
    const ended = await sfn(
      'list-executions',
      '--state-machine-arn',
      machine('wait'),
      '--status-filter',
      'FAILED',
    );
    expect(ended['executions']).toMatchObject([{ executionArn: second }]);
    // Debian 12's CLI is older than this operation.
    if ((await aws.operationsOf('stepfunctions')).includes('RedriveExecution')) {
      await sfn('redrive-execution', '--execution-arn', second);
      await sfn('stop-execution', '--execution-arn', second);
    }
  });

  test('Map Runs of Step Functions', async () => {
    const sfn = (operation: string, ...args: string[]) => aws('stepfunctions', operation, ...args);
    const started = await sfn('start-execution', '--state-machine-arn', machine('each'));
    const execution = ['--execution-arn', String(started['executionArn'])];
    const listed = async () => Object(await sfn('list-map-runs', ...execution))['mapRuns'];
    await expect.poll(listed).toHaveLength(1);
    const [{ mapRunArn }] = await listed();
    await sfn('update-map-run', '--map-run-arn', mapRunArn, '--max-concurrency', '1');
    expect(await sfn('describe-map-run', '--map-run-arn', mapRunArn)).toMatchObject({
      status: 'RUNNING',
      maxConcurrency: 1,
      itemCounts: { total: 2 },
    });
    await sfn('stop-execution', ...execution);
  });

  test('Lambda', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'muster-lambda-client-'));
    onTestFinished(() => rm(directory, { recursive: true }));
    const file = join(directory, 'answer');
    await aws(
      'lambda',
      'invoke',
      '--function-name',
      'probe',
      '--payload',
      '{}',
      '--cli-binary-format',
      'raw-in-base64-out',
      file,
    );
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ AWS_REGION: RECOVERY });
    expect((await aws('lambda', 'list-functions'))['Functions']).toMatchObject([{ FunctionName: 'probe' }]);
    expect(await aws('lambda', 'get-function', '--function-name', 'probe')).toMatchObject({
      Configuration: { State: 'Active' },
    });
  });

  test('SNS', async () => {
    const TopicArn = `arn:aws:sns:${RECOVERY}:${ACCOUNT}:on-call`;
    expect(await aws('sns', 'create-topic', '--name', 'on-call')).toEqual({ TopicArn });
    expect(await aws('sns', 'list-topics')).toEqual({ Topics: [{ TopicArn }] });
    expect(await aws('sns', 'get-topic-attributes', '--topic-arn', TopicArn)).toMatchObject({
      Attributes: { Owner: ACCOUNT, SubscriptionsConfirmed: '0' },
    });
    const publish = ['sns', 'publish', '--subject', 'DRILL orders', '--message', 'declared'] as const;
    expect(await aws(...publish, '--topic-arn', TopicArn)).toEqual({ MessageId: expect.any(String) });
    expect((await aws.refused(...publish, '--topic-arn', `${TopicArn}-2`)).message).toBe(
      'An error occurred (NotFound) when calling the Publish operation: Topic does not exist',
    );
  });

  test('Secrets Manager', async () => {
    expect(await aws('secretsmanager', 'get-secret-value', '--secret-id', 'orders')).toMatchObject({
      SecretString: '{}',
    });
    expect(await aws('secretsmanager', 'describe-secret', '--secret-id', 'orders')).toMatchObject({
      Name: 'orders',
    });
    expect((await aws.refused('secretsmanager', 'get-secret-value', '--secret-id', 'nobody')).message).toBe(
      "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
    );
  });

  test('Fault Injection Service', async () => {
    const fis = (operation: string, ...args: string[]) => aws('fis', operation, ...args);
    const actions = { fault: { actionId: 'muster:slow-api', parameters: { value: '1ms@secretsmanager' } } };
    const made = await fis(
      'create-experiment-template',
      '--description',
      'slow',
      '--stop-conditions',
      'source=none',
      '--role-arn',
      ROLE,
      '--actions',
      JSON.stringify(actions),
    );
    expect(made).toMatchObject({ experimentTemplate: { id: expect.any(String) } });
    const id = String(Object(made['experimentTemplate'])['id']);
    expect(await fis('get-experiment-template', '--id', id)).toMatchObject({ experimentTemplate: { id } });
    expect((await fis('list-experiment-templates'))['experimentTemplates']).toHaveLength(2);
    const { experiment } = await fis('start-experiment', '--experiment-template-id', id);
    const started = String(Object(experiment)['id']);
    await fis('stop-experiment', '--id', started);
    await expect
      .poll(async () => fis('get-experiment', '--id', started))
      .toMatchObject({ experiment: { state: { status: 'stopped' } } });
    expect((await fis('list-experiments'))['experiments']).toHaveLength(1);
    await fis('delete-experiment-template', '--id', id);
  });

  test('a key signs what its public half verifies', async () => {
    const kms = (...args: readonly string[]) => aws('kms', ...args);
    const { KeyMetadata } = await kms('describe-key', '--key-id', 'alias/muster-evidence');
    const arn = String(Object(KeyMetadata)['Arn']);
    const { Aliases } = await kms('list-aliases', '--key-id', arn);
    expect(Aliases).toMatchObject([{ AliasName: 'alias/muster-evidence' }]);
    const { PublicKey } = await kms('get-public-key', '--key-id', arn);
    const message = Buffer.from('what was seen');
    const algorithm = ['--signing-algorithm', 'ECDSA_SHA_256'];
    const signing = ['--key-id', arn, '--message', message.toString('base64'), ...algorithm];
    const { Signature } = await kms('sign', ...signing);
    const key = createPublicKey({ key: bytesOf(PublicKey), format: 'der', type: 'spki' });
    expect(verify('sha256', message, key, bytesOf(Signature))).toBe(true);
  });

  test.each([
    ['stepfunctions', [...STATES_OPERATIONS.keys()]],
    ['lambda', LAMBDA_OPERATIONS],
    ['secretsmanager', SECRETS_OPERATIONS],
    ['kms', KMS_OPERATIONS],
    ['sns', SNS_OPERATIONS],
    ['fis', FIS_OPERATIONS],
  ])('every operation of %s that is served was asked for', async (service, served) => {
    expect(notDone(served, { knows: await aws.operationsOf(service), done: aws.done })).toEqual([]);
  });
});

function bytesOf(base64: unknown): Buffer {
  return Buffer.from(String(base64), 'base64');
}

/** The token stands in what the history says was given to the function. */
async function tokenOf(aws: AwsCommand, execution: string): Promise<string> {
  const read = async () => {
    const history = await aws('stepfunctions', 'get-execution-history', '--execution-arn', execution);
    return /\\"token\\":\\"([^"\\]+)/.exec(JSON.stringify(history).replaceAll('\\\\\\"', '\\"'))?.[1];
  };
  await expect.poll(read).toBeDefined();
  return (await read()) ?? '';
}
