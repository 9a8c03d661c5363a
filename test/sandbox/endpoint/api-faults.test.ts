import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { makeApiConditions, type ApiCondition } from '../../../lib/sandbox/faults/api-conditions.ts';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { makeSecretsManager } from '../../../lib/sandbox/secretsmanager/secrets-manager.ts';
import { openEndpoint, type OpenEndpoint } from './open-endpoint.ts';

const Refusal = z.object({ name: z.string(), $metadata: z.object({ httpStatusCode: z.int() }) });
const REGION = 'eu-west-1';
const api = makeApiConditions();
const store = makeObjectStore([{ name: 'b', region: REGION, versioning: false }]);
let endpoint: OpenEndpoint;
let condition: ApiCondition;
let described = 0;

beforeAll(async () => {
  endpoint = await openEndpoint({
    services: {
      s3: makeS3(store),
      secretsmanager: makeSecretsManager({
        account: '123456789012',
        secrets: [{ name: 'key', region: REGION, value: 'open' }],
      }),
      states: async () => ({ status: 200, body: '{"stateMachines":[]}' }),
      rds: async () => {
        described += 1;
        return { status: 200, body: '<DescribeDBInstancesResponse/>' };
      },
    },
    treat: (region, service) => api.treat(region, service),
  });
});
afterAll(() => endpoint.close());
afterEach(() => api.clear(REGION, condition));

function inForce(next: ApiCondition): void {
  condition = next;
  api.set(REGION, condition);
}

/** What `count` calls in a row get: `ok`, or the error's name and status. */
async function answers(count: number, call: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  for (let i = 0; i < count; i++) seen.push(await call().then(() => 'ok', nameAndStatus));
  return seen;
}

function nameAndStatus(error: unknown): string {
  const seen = Refusal.parse(error);
  return `${seen.name} ${seen.$metadata.httpStatusCode}`;
}

const describeInstances = () =>
  new RDSClient(endpoint.client(REGION)).send(new DescribeDBInstancesCommand({}));
const s3 = (region = REGION) => new S3Client(endpoint.client(region));
const put = (key: string) => s3().send(new PutObjectCommand({ Bucket: 'b', Key: key, Body: 'x' }));
const secret = () =>
  new SecretsManagerClient(endpoint.client(REGION)).send(new GetSecretValueCommand({ SecretId: 'key' }));
const listMachines = () => new SFNClient(endpoint.client(REGION)).send(new ListStateMachinesCommand({}));

test('of 20% every fifth call is throttled, each service by a count and in words of its own, and not done', async () => {
  inForce({ kind: 'throttled-api', percent: 20, service: undefined });
  const five = ['ok', 'ok', 'ok', 'ok', 'Throttling 400'];
  expect(await answers(10, describeInstances)).toEqual([five, five].flat());
  expect(described).toBe(8);
  expect(await answers(4, secret)).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(await answers(1, secret)).toEqual(['ThrottlingException 400']);
  expect(await answers(4, () => put('a'))).toEqual(['ok', 'ok', 'ok', 'ok']);
  expect(await answers(1, () => put('refused'))).toEqual(['SlowDown 503']);
  expect(store.peek(REGION, 'b', 'refused')).toBeUndefined();
  expect(await answers(6, listMachines)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
});

test('a share that divides no hundred is kept on the whole, and all is all', async () => {
  inForce({ kind: 'throttled-api', percent: 30, service: 'rds' });
  const seen = await answers(10, describeInstances);
  expect(seen.filter((one) => one !== 'ok')).toHaveLength(3);
  api.clear(REGION, condition);
  inForce({ kind: 'throttled-api', percent: 100, service: 'rds' });
  expect(await answers(2, describeInstances)).toEqual(['Throttling 400', 'Throttling 400']);
  expect(await answers(1, secret)).toEqual(['ok']);
});

test('a server error comes before the deed and after it by turns, so that nobody can tell', async () => {
  inForce({ kind: 'api-errors', percent: 50, service: 's3' });
  expect(await answers(1, () => put('one'))).toEqual(['ok']);
  expect(await answers(1, () => put('two'))).toEqual(['InternalError 500']);
  expect(await answers(1, () => put('three'))).toEqual(['ok']);
  expect(await answers(1, () => put('four'))).toEqual(['InternalError 500']);
  const done = ['one', 'two', 'three', 'four'].filter((key) => store.peek(REGION, 'b', key) !== undefined);
  expect(done).toEqual(['one', 'three', 'four']);
});

test('server errors are worded as each service words them, also where an answer has no body', async () => {
  inForce({ kind: 'api-errors', percent: 100, service: undefined });
  expect(await answers(1, describeInstances)).toEqual(['InternalFailure 500']);
  expect(await answers(1, secret)).toEqual(['InternalServiceError 500']);
  const head = () => s3().send(new HeadObjectCommand({ Bucket: 'b', Key: 'one' }));
  expect(await answers(1, head)).toEqual([expect.stringContaining('500')]);
});

test('a slow API answers late, and only in its region', async () => {
  inForce({ kind: 'slow-api', delayMs: 300, service: 's3' });
  const get = (region: string) => () => s3(region).send(new GetObjectCommand({ Bucket: 'b', Key: 'one' }));
  const calledAt = performance.now();
  expect(await answers(1, get(REGION))).toEqual(['ok']);
  expect(performance.now() - calledAt).toBeGreaterThanOrEqual(299);
  expect(api.treat('eu-central-1', 's3').delayMs).toBe(0);
  expect(api.treat(REGION, 'rds').delayMs).toBe(0);
});

test('when it is taken back every call is answered again', async () => {
  inForce({ kind: 'throttled-api', percent: 100, service: undefined });
  expect(await answers(1, secret)).toEqual(['ThrottlingException 400']);
  api.clear(REGION, condition);
  expect(await answers(3, secret)).toEqual(['ok', 'ok', 'ok']);
});
