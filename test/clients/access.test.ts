import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AwsCommand, awsCommand, commandLine } from './aws-command.ts';
import { clientEnvironment, hasClients, sandbox } from './client-environment.ts';

const run = promisify(execFile);

describe.skipIf(!hasClients())('who may ask the sandbox', () => {
  let aws: AwsCommand;

  beforeAll(() => void (aws = awsCommand()));
  afterAll(() => aws?.end());

  test.each([
    [
      's3api list-buckets',
      'An error occurred (InvalidAccessKeyId) when calling the ListBuckets operation: The AWS Access Key Id you provided does not exist in our records.',
    ],
    [
      'rds describe-db-instances',
      'An error occurred (InvalidClientTokenId) when calling the DescribeDBInstances operation: The security token included in the request is invalid.',
    ],
    [
      'stepfunctions list-state-machines',
      'An error occurred (UnrecognizedClientException) when calling the ListStateMachines operation: The security token included in the request is invalid.',
    ],
    [
      'secretsmanager list-secrets',
      'An error occurred (UnrecognizedClientException) when calling the ListSecrets operation: The security token included in the request is invalid.',
    ],
    [
      'lambda list-functions',
      'An error occurred (UnrecognizedClientException) when calling the ListFunctions operation: The security token included in the request is invalid.',
    ],
    [
      'fis list-experiments',
      'An error occurred (UnrecognizedClientException) when calling the ListExperiments operation: The security token included in the request is invalid.',
    ],
  ])('another key is refused: %s', async (command, message) => {
    const refusal = await aws
      .with({ AWS_ACCESS_KEY_ID: 'AKIASOMEBODYELSE0000' })
      .refused(...command.split(' '));
    expect(refusal).toEqual({ code: 254, message });
  });

  test.each([
    ['s3api list-buckets', 'SignatureDoesNotMatch', 'ListBuckets'],
    ['rds describe-db-instances', 'SignatureDoesNotMatch', 'DescribeDBInstances'],
    ['secretsmanager list-secrets', 'InvalidSignatureException', 'ListSecrets'],
    ['lambda list-functions', 'InvalidSignatureException', 'ListFunctions'],
  ])('a secret that is not the key’s is refused: %s', async (command, code, operation) => {
    const refusal = await aws
      .with({ AWS_SECRET_ACCESS_KEY: 'not the secret' })
      .refused(...command.split(' '));
    expect(refusal.message).toBe(
      `An error occurred (${code}) when calling the ${operation} operation: The request signature we calculated ` +
        'does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    );
  });

  test.each([
    [
      's3api list-objects-v2 --bucket recovery',
      'An error occurred (AccessDenied) when calling the ListObjectsV2 operation: Access Denied',
    ],
    [
      'rds describe-db-instances',
      'An error occurred (MissingAuthenticationToken) when calling the DescribeDBInstances operation: Missing Authentication Token',
    ],
    [
      'lambda list-functions',
      'An error occurred (MissingAuthenticationTokenException) when calling the ListFunctions operation: Missing Authentication Token',
    ],
  ])('a request without a signature is refused: %s', async (command, message) => {
    expect((await aws.refused(...command.split(' '), '--no-sign-request')).message).toBe(message);
  });

  test('the command itself, as Debian installs it, says the same', async () => {
    const command = (overrides: Readonly<Record<string, string>>) =>
      run(sandbox().aws, commandLine(['s3api', 'list-buckets']), { env: clientEnvironment(overrides) });
    expect((await command({})).stdout).toContain('"Name": "recovery"');
    await expect(command({ AWS_ACCESS_KEY_ID: 'AKIASOMEBODYELSE0000' })).rejects.toMatchObject({
      code: 254,
      stderr: expect.stringContaining('The AWS Access Key Id you provided does not exist in our records.'),
    });
  });
});

describe.skipIf(!hasClients())('where the sandbox listens', () => {
  const elsewhere = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter((one) => one.family === 'IPv4' && one.address !== '127.0.0.1')
    .map((one) => one.address);

  test.each([...elsewhere, '127.0.0.2', '::1'])('not at %s', async (host) => {
    const port = Number(new URL(sandbox().endpoint).port);
    expect(await reach(host, port)).toMatch(/^(ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH)$/);
    expect(await reach('127.0.0.1', port)).toBe('connected');
  });
});

function reach(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}
