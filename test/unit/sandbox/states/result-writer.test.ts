import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { eventTypes, machine } from './run-machine.ts';
import { outputOfWorld, runWorld } from './run-world.ts';

const PUT = 'arn:aws:states:::s3:putObject';
const TO = { Resource: PUT, Arguments: { Bucket: 'out', Prefix: 'jobs' } };

function writing(ResultWriter: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const call = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    End: true,
  };
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'I',
    States: { I: call },
  };
  return machine('M', { M: { Type: 'Map', Label: 'Each', ItemProcessor, ResultWriter, End: true, ...more } });
}

function handler({ payload }: { payload: unknown }): unknown {
  if (Number(payload) < 0) throw new StateFailure('Odd', 'why', { explained: true });
  return payload;
}

describe('ResultWriter', () => {
  test('writes a manifest and a file for each kind of end, and gives their place: as recorded on AWS', async () => {
    const run = await runWorld(writing(TO, { ToleratedFailureCount: 1 }), { input: [1, -1], handler });
    const { arn } = run.mapRun().record;
    const folder = `jobs/${arn.split(':').at(-1)}`;
    expect(outputOfWorld(run)).toEqual({
      MapRunArn: arn,
      ResultWriterDetails: { Bucket: 'out', Key: `${folder}/manifest.json` },
    });
    const failed = run.objects.get(`out/${folder}/FAILED_0.json`) ?? '';
    const succeeded = run.objects.get(`out/${folder}/SUCCEEDED_0.json`) ?? '';
    expect(JSON.parse(run.objects.get(`out/${folder}/manifest.json`) ?? '')).toEqual({
      DestinationBucket: 'out',
      MapRunArn: arn,
      ResultFiles: {
        FAILED: [{ Key: `${folder}/FAILED_0.json`, Size: failed.length }],
        PENDING: [],
        SUCCEEDED: [{ Key: `${folder}/SUCCEEDED_0.json`, Size: succeeded.length }],
      },
    });
    expect(JSON.parse(failed)).toMatchObject([{ Input: '-1', Status: 'FAILED', Error: 'Odd', Cause: 'why' }]);
    expect(JSON.parse(succeeded)).toMatchObject([
      { Input: '1', Status: 'SUCCEEDED', Output: '1', OutputDetails: { Included: true } },
    ]);
  });

  test.each([
    ['NONE', [expect.objectContaining({ Output: '[1,2]' }), expect.objectContaining({ Output: '3' })]],
    ['COMPACT', [[1, 2], 3]],
    ['FLATTEN', [1, 2, 3]],
  ])('WriterConfig alone transforms the result of the state: %s', async (Transformation, expected) => {
    const WriterConfig = { Transformation, OutputType: 'JSON' };
    const run = await runWorld(writing({ WriterConfig }), {
      input: [[1, 2], 3],
      handler: ({ payload }) => payload,
    });
    expect(outputOfWorld(run)).toEqual(expected);
  });

  test('JSONL writes a line an entry', async () => {
    const WriterConfig = { Transformation: 'COMPACT', OutputType: 'JSONL' };
    const run = await runWorld(writing({ ...TO, Arguments: { Bucket: 'out' }, WriterConfig }), {
      input: [1, 2],
      handler,
    });
    const id = run.mapRun().record.arn.split(':').at(-1);
    expect(run.objects.get(`out/${id}/SUCCEEDED_0.jsonl`)).toBe('1\n2\n');
  });

  test('when too many fail, what was not started is written as pending', async () => {
    const run = await runWorld(writing(TO, { MaxConcurrency: 1 }), { input: [-1, 2], handler });
    expect(run.execution.ending()).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    const id = run.mapRun().record.arn.split(':').at(-1);
    const pending: unknown = JSON.parse(run.objects.get(`out/jobs/${id}/PENDING_0.json`) ?? '');
    expect(pending).toMatchObject([{ Input: '2', Status: 'PENDING' }]);
  });

  test.each([
    [{ ...TO, Arguments: { Bucket: 'forbidden' } }, 'Access Denied'],
    [{ ...TO, Arguments: '{% {} %}' }, expect.stringContaining('Bucket')],
  ])('%j fails the run with States.ResultWriterFailed', async (writer, cause) => {
    const run = await runWorld(writing(writer), { input: [1], handler });
    expect(run.execution.ending()).toMatchObject({ error: 'States.ResultWriterFailed', cause });
    expect(eventTypes(run)).toContain('MapRunFailed');
    expect(run.mapRun().ending()).toMatchObject({ status: 'FAILED' });
  });
});
