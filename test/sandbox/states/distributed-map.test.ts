import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
  UpdateMapRunCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, expect, test } from 'vitest';
import { newRequestId } from '../../../lib/sandbox/wire/request-id.ts';
import { eventually } from './eventually.ts';
import { BUCKET, openStatesBench, REGION, type StatesBench, succeed } from './states-bench.ts';

let bench: StatesBench;
afterEach(() => bench.close());

function machine(more: Record<string, unknown>): string {
  const States = {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
      Output: '{% $states.result.Payload %}',
      End: true,
    },
  };
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Work',
    States,
  };
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: { Each: { Type: 'Map', Label: 'Each', ItemProcessor, End: true, ...more } },
  });
}

async function s3(method: 'GET' | 'PUT', key: string, body = ''): Promise<string> {
  const request = { service: 's3', region: REGION, query: new URLSearchParams(), headers: {} };
  const path = `/${BUCKET}/${key}`;
  const answer = await bench.s3({
    ...request,
    requestId: newRequestId('s3'),
    method,
    path,
    body: Buffer.from(body),
  });
  return answer.body?.toString() ?? '';
}

async function start(input: unknown): Promise<string> {
  const command = new StartExecutionCommand({
    stateMachineArn: bench.machineArn,
    input: JSON.stringify(input),
  });
  return (await bench.sfn.send(command)).executionArn ?? '';
}

async function outputOf(executionArn: string): Promise<unknown> {
  const command = new DescribeExecutionCommand({ executionArn });
  await expect.poll(async () => (await bench.sfn.send(command)).status).not.toBe('RUNNING');
  const { output, error, cause } = await bench.sfn.send(command);
  return output === undefined ? { error, cause } : JSON.parse(output);
}

async function mapRunOf(executionArn: string): Promise<string> {
  const { mapRuns = [] } = await bench.sfn.send(new ListMapRunsCommand({ executionArn }));
  return mapRuns[0]?.mapRunArn ?? '';
}

const READER = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
  Arguments: { Bucket: BUCKET, Key: '{% $states.input.key %}' },
};
const WRITER = {
  Resource: 'arn:aws:states:::s3:putObject',
  Arguments: { Bucket: BUCKET, Prefix: 'results' },
};

test('reads its items from S3 and writes its results there, and its client sees the run', async () => {
  bench = await openStatesBench(machine({ ItemReader: READER, ResultWriter: WRITER }), ({ payload }) =>
    succeed(JSON.parse(payload)),
  );
  await s3('PUT', 'in/a table.csv', 'name,size\nx,1\n"y, z",2\n');
  const executionArn = await start({ key: 'in/a table.csv' });
  const mapRunArn = `arn:aws:states:${REGION}:123456789012:mapRun:machine/Each:`;
  expect(await outputOf(executionArn)).toEqual({
    MapRunArn: expect.stringContaining(mapRunArn),
    ResultWriterDetails: {
      Bucket: BUCKET,
      Key: expect.stringMatching(/^results\/[0-9a-f-]{36}\/manifest.json$/),
    },
  });
  const arn = await mapRunOf(executionArn);
  const folder = `results/${arn.split(':').at(-1)}`;
  const results: unknown = JSON.parse(await s3('GET', `${folder}/SUCCEEDED_0.json`));
  expect(results).toMatchObject([
    { Input: '{"name":"x","size":"1"}' },
    { Input: '{"name":"y, z","size":"2"}' },
  ]);
  expect(await bench.sfn.send(new DescribeMapRunCommand({ mapRunArn: arn }))).toMatchObject({
    status: 'SUCCEEDED',
    itemCounts: { succeeded: 2, total: 2 },
  });
  const { executions = [] } = await bench.sfn.send(new ListExecutionsCommand({ mapRunArn: arn }));
  expect(executions).toMatchObject([{ itemCount: 1, mapRunArn: arn }, {}]);
  const history = new GetExecutionHistoryCommand({ executionArn: executions[0]?.executionArn });
  expect((await bench.sfn.send(history)).events?.[0]).toMatchObject({ type: 'ExecutionStarted' });
});

test('an object that S3 does not have, and a bucket elsewhere, are told in words of S3', async () => {
  const Arguments = { Bucket: '{% $states.input.bucket %}', Key: 'none' };
  bench = await openStatesBench(machine({ ItemReader: { ...READER, Arguments } }), () => succeed(null));
  expect(await outputOf(await start({ bucket: BUCKET }))).toEqual({
    error: 'States.ItemReaderFailed',
    cause: 'The specified key does not exist. (Service: S3, Status Code: 404, Code: NoSuchKey)',
  });
  expect(await outputOf(await start({ bucket: 'none' }))).toMatchObject({
    error: 'States.ItemReaderFailed',
    cause: expect.stringContaining('NoSuchBucket'),
  });
});

test('a listing is read to its last page', async () => {
  const ItemReader = {
    Resource: 'arn:aws:states:::s3:listObjectsV2',
    Arguments: { Bucket: BUCKET, Prefix: 'p&/' },
  };
  const ItemBatcher = { MaxItemsPerBatch: 600 };
  bench = await openStatesBench(machine({ ItemReader, ItemBatcher }), ({ payload }) => {
    const { Items } = JSON.parse(payload);
    return succeed(Items.map(({ Key }: { Key: string }) => Key));
  });
  const keys = Array.from({ length: 1001 }, (_, index) => `p&/${String(index).padStart(4, '0')}`);
  for (const key of keys) await s3('PUT', encodeURIComponent(key), 'x');
  expect([await outputOf(await start({}))].flat(2)).toEqual(keys);
});

test('a run goes on when the orchestrator is killed, and runs no child twice that had ended', async () => {
  const hold = Promise.withResolvers<void>();
  let held = true;
  const more = { Items: ['a', 'b', 'c'], MaxConcurrency: 1 };
  bench = await openStatesBench(machine(more), async ({ payload }) => {
    if (payload === '"b"' && held) await hold.promise;
    return succeed(JSON.parse(payload));
  });
  const executionArn = await start({});
  await eventually(() => bench.calls.map(({ payload }) => payload)).toEqual(['"a"', '"b"']);
  held = false;
  await bench.killOrchestrator();
  expect(await outputOf(executionArn)).toEqual(['a', 'b', 'c']);
  expect(bench.calls.map(({ payload }) => payload)).toEqual(['"a"', '"b"', '"b"', '"c"']);
  hold.resolve();
  const update = new UpdateMapRunCommand({ mapRunArn: await mapRunOf(executionArn), maxConcurrency: 2 });
  await expect(bench.sfn.send(update)).rejects.toMatchObject({
    name: 'ValidationException',
    reason: 'CANNOT_UPDATE_COMPLETED_MAP_RUN',
  });
});
