import { DescribeDBInstancesCommand, RDSClient } from '@aws-sdk/client-rds';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { FisClient, GetExperimentCommand } from '@aws-sdk/client-fis';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reachability } from '../../../lib/sandbox/faults/database-world.ts';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { openEndpoint, type OpenEndpoint } from './open-endpoint.ts';

const REGION = 'eu-west-1';
let endpoint: OpenEndpoint;
let reach: Reachability = 'up';
let lostMeanwhile = false;

beforeAll(async () => {
  const s3 = makeS3(makeObjectStore([{ name: 'b', region: REGION, versioning: false }]));
  endpoint = await openEndpoint({
    services: {
      s3,
      states: async () => {
        if (lostMeanwhile) reach = 'silent';
        return { status: 200, body: '{}' };
      },
      lambda: async () => {
        throw new Error('a fault of the sandbox itself');
      },
    },
    reachability: () => reach,
  });
});
afterAll(() => endpoint.close());

test('a service that the sandbox does not have refuses in the words of its protocol', async () => {
  const rds = new RDSClient(endpoint.client(REGION));
  await expect(rds.send(new DescribeDBInstancesCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: 'Could not find operation DescribeDBInstances for version 2014-10-31',
    $metadata: { httpStatusCode: 400 },
  });
  const fis = new FisClient(endpoint.client(REGION));
  await expect(fis.send(new GetExperimentCommand({ id: 'EXP1' }))).rejects.toMatchObject({
    name: 'UnknownOperationException',
  });
});

test('a fault of the sandbox itself is an internal failure of the service', async () => {
  const lambda = new LambdaClient(endpoint.client(REGION));
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
    name: 'InternalFailure',
    message: 'We encountered an internal error. Please try again.',
    $metadata: { httpStatusCode: 500 },
  });
});

test('a key that is not the sandbox’s is refused', async () => {
  const s3 = new S3Client({
    ...endpoint.client(REGION),
    credentials: { accessKeyId: 'AKIAOTHER', secretAccessKey: 'x' },
  });
  await expect(s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }))).rejects.toMatchObject({
    name: 'InvalidAccessKeyId',
    $metadata: { httpStatusCode: 403 },
  });
});

test('a signature by another secret is refused, by every protocol in its own words', async () => {
  const { credentials, ...rest } = endpoint.client(REGION);
  const wrong = { ...rest, credentials: { ...credentials, secretAccessKey: 'another secret' } };
  await expect(
    new S3Client(wrong).send(new GetObjectCommand({ Bucket: 'b', Key: 'k' })),
  ).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
  await expect(new SFNClient(wrong).send(new ListStateMachinesCommand({}))).rejects.toMatchObject({
    name: 'InvalidSignatureException',
  });
  await expect(new RDSClient(wrong).send(new DescribeDBInstancesCommand({}))).rejects.toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
});

test('an unsigned request is refused', async () => {
  const response = await fetch(`${endpoint.url}/b/k`);
  expect(response.status).toBe(403);
});

test('the sandbox’s own paths answer only to the holder of the key', async () => {
  expect((await fetch(`${endpoint.url}/_sandbox/status`)).status).toBe(403);
});

test('a silent region answers nothing and keeps the socket; a refusing one cuts it', async () => {
  const s3 = new S3Client(endpoint.client(REGION));
  const get = (signal: AbortSignal): Promise<unknown> =>
    s3.send(new GetObjectCommand({ Bucket: 'b', Key: 'k' }), { abortSignal: signal });
  reach = 'silent';
  await expect(get(AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'AbortError' });
  reach = 'refused';
  await expect(get(AbortSignal.timeout(5000))).rejects.toMatchObject({ code: 'ECONNRESET' });
  reach = 'up';
  await expect(get(AbortSignal.timeout(5000))).rejects.toMatchObject({ name: 'NoSuchKey' });
});

test('a request that was under way when the region was lost is not answered', async () => {
  lostMeanwhile = true;
  const states = new SFNClient(endpoint.client(REGION));
  const listing = states.send(new ListStateMachinesCommand({}), { abortSignal: AbortSignal.timeout(300) });
  await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
  reach = 'up';
});

test('every request stands in the journal with its operation', async () => {
  await expect
    .poll(async () => readFile(join(endpoint.stateDir, 'requests.ndjson'), 'utf8'))
    .toMatch(/"region":"eu-west-1","service":"rds","operation":"DescribeDBInstances","status":400/);
});
