import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { FIS_OPERATIONS } from '../../lib/sandbox/fis/fis-service.ts';
import { KMS_OPERATIONS } from '../../lib/sandbox/kms/kms-service.ts';
import { LAMBDA_OPERATIONS } from '../../lib/sandbox/lambda/lambda-service.ts';
import { RDS_OPERATIONS } from '../../lib/sandbox/rds/rds-operations.ts';
import { S3_OPERATIONS } from '../../lib/sandbox/s3/s3.ts';
import { SECRETS_OPERATIONS } from '../../lib/sandbox/secretsmanager/secrets-manager.ts';
import { SNS_OPERATIONS } from '../../lib/sandbox/sns/sns-service.ts';
import { OPERATIONS as STATES_OPERATIONS } from '../../lib/sandbox/states/operations/operations.ts';
import { clientEnvironment, hasClients, sandbox } from './client-environment.ts';
import { notDone } from './not-done.ts';

const SCRIPT = fileURLToPath(new URL('./boto3/script.py', import.meta.url));
const Printed = z.object({
  seen: z.unknown(),
  done: z.record(z.string(), z.array(z.string())),
  knows: z.record(z.string(), z.array(z.string())),
});

describe.skipIf(!hasClients())('boto3', () => {
  let printed: z.infer<typeof Printed>;

  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(sandbox().python, ['-B', SCRIPT], {
      env: clientEnvironment(),
    });
    printed = Printed.parse(JSON.parse(stdout));
  });

  test('a script that knows nothing of a sandbox does its work there', () => {
    expect(printed.seen).toEqual({
      body: 'from Python',
      missing: 'NoSuchKey',
      keys: ['a/one', 'a/two'],
      large: 12_582_912,
      replication: 'REPLICA',
      instances: ['orders-a'],
      events: ['DB instance created', 'DB instance deleted'],
      execution: 'SUCCEEDED',
      function: 200,
      secret: '{}',
      signature: true,
      published: true,
      experiment: 'stopped',
    });
  });

  test.each([
    ['s3', S3_OPERATIONS],
    ['rds', [...RDS_OPERATIONS.keys()]],
    ['stepfunctions', [...STATES_OPERATIONS.keys()]],
    ['lambda', LAMBDA_OPERATIONS],
    ['secretsmanager', SECRETS_OPERATIONS],
    ['kms', KMS_OPERATIONS],
    ['sns', SNS_OPERATIONS],
    ['fis', FIS_OPERATIONS],
  ])('every operation of %s that is served was done', (service, served) => {
    const { [service]: knows = [] } = printed.knows;
    expect(notDone(served, { knows, done: new Set(printed.done[service]) })).toEqual([]);
  });
});
