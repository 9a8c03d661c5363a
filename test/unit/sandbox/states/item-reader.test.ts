import { describe, expect, test } from 'vitest';
import { chainOf, machine } from './run-machine.ts';
import { outputOfWorld, runWorld, type WorldRun } from './run-world.ts';

const GET = 'arn:aws:states:::s3:getObject';
const LIST = 'arn:aws:states:::s3:listObjectsV2';

function reading(ItemReader: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'I',
    States: { I: { Type: 'Pass', End: true } },
  };
  return machine('M', { M: { Type: 'Map', ItemReader, ItemProcessor, End: true, ...more } });
}

function reader(ReaderConfig: Record<string, unknown>): Record<string, unknown> {
  return { Resource: GET, Arguments: { Bucket: 'b', Key: '{% $states.input.key %}' }, ReaderConfig };
}

function read(config: Record<string, unknown>, body: string, more: Record<string, unknown> = {}) {
  const input = { key: 'items', ...more };
  return runWorld(reading(reader(config)), { input, objects: new Map([['b/items', body]]) });
}

function failureOf({ execution }: WorldRun): unknown {
  return execution.ending();
}

const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

describe('ItemReader of an object', () => {
  test('JSON: an array, whose length is not known when the state starts, as recorded on AWS', async () => {
    const run = await read({ InputType: 'JSON' }, '[{"a":1},2]');
    expect(outputOfWorld(run)).toEqual([{ a: 1 }, 2]);
    expect(run.execution.events()[2]?.details).toEqual({ mapStateStartedEventDetails: { length: 0 } });
  });

  test('JSON that is no array fails the run with the events and words of AWS', async () => {
    const run = await read({ InputType: 'JSON' }, '{"a":1}');
    const failure = {
      error: 'States.ItemReaderFailed',
      cause: 'Attempting to map over non-iterable node.',
    };
    expect(failureOf(run)).toMatchObject({ status: 'FAILED', ...failure });
    expect(chainOf(run).slice(2)).toEqual([
      [3, 2, 'MapStateStarted'],
      [4, 3, 'MapRunStarted'],
      [5, 4, 'MapRunFailed'],
      [6, 5, 'MapStateFailed'],
      [7, 6, 'ExecutionFailed'],
    ]);
    expect(run.execution.events()[4]?.details).toEqual({ mapRunFailedEventDetails: failure });
    expect(run.mapRun().ending()).toMatchObject({ status: 'FAILED' });
  });

  test('JSONL: a value a line', async () => {
    expect(outputOfWorld(await read({ InputType: 'JSONL' }, '{"a":1}\n\n"b"\n'))).toEqual([{ a: 1 }, 'b']);
  });

  test.each([
    ['{"a":', 'JSON'],
    ['1\n{', 'JSONL'],
  ])('%j is no %s', async (body, InputType) => {
    expect(failureOf(await read({ InputType }, body))).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('The object is no JSON'),
    });
  });

  test('an object that is absent is States.ItemReaderFailed, with what S3 says', async () => {
    const run = await runWorld(reading(reader({ InputType: 'JSON' })), { input: { key: 'none' } });
    expect(failureOf(run)).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: 'The specified key does not exist.',
    });
  });

  test('Arguments that are no place are refused', async () => {
    const given = { Resource: GET, Arguments: '{% {"Bucket": "b"} %}', ReaderConfig: { InputType: 'JSON' } };
    expect(failureOf(await runWorld(reading(given)))).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: expect.stringContaining('Key'),
    });
  });
});

describe('ItemReader of CSV, as recorded on AWS', () => {
  const TABLE = 'H1,H2\nv1,v2\n,\ntrue,1\n';

  test.each([
    [
      CSV,
      TABLE,
      [
        { H1: 'v1', H2: 'v2' },
        { H1: '', H2: '' },
        { H1: 'true', H2: '1' },
      ],
    ],
    [
      { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['A', 'B', 'C'] },
      'v1,v2\nv3',
      [
        { A: 'v1', B: 'v2', C: '' },
        { A: 'v3', B: '', C: '' },
      ],
    ],
    [{ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['A'] }, 'v1,v2', [{ A: 'v1' }]],
    [{ ...CSV, CSVDelimiter: 'PIPE' }, 'H1|H2\r\na,b|c\r\n', [{ H1: 'a,b', H2: 'c' }]],
    [CSV, 'H1,H2\n"a, ""b""","c\nd"\n', [{ H1: 'a, "b"', H2: 'c\nd' }]],
    [CSV, '', []],
  ])('%j of %j', async (config, body, expected) => {
    expect(outputOfWorld(await read(config, body))).toEqual(expected);
  });

  test.each([
    ['a,a\n1,2\n', 'CSV headers cannot contain duplicates.'],
    ['a\n"1\n', 'A quoted field of the CSV file does not end.'],
  ])('%j fails: %s', async (body, cause) => {
    expect(failureOf(await read(CSV, body))).toMatchObject({ error: 'States.ItemReaderFailed', cause });
  });
});

describe('MaxItems', () => {
  test.each([
    [2, [1, 2]],
    [0, [1, 2, 3]],
    ['{% $states.input.most %}', [1]],
    [100_000_001, [1, 2, 3]],
  ])('%s of three', async (MaxItems, expected) => {
    const run = await read({ InputType: 'JSON', MaxItems }, '[1,2,3]', { most: 1 });
    expect(outputOfWorld(run)).toEqual(expected);
  });

  test('a negative number is in the words of AWS', async () => {
    const run = await read({ InputType: 'JSON', MaxItems: '{% -1 %}' }, '[1]');
    expect(failureOf(run)).toMatchObject({
      error: 'States.ItemReaderFailed',
      cause: 'field MaxItems must be positive',
    });
  });

  test('a fraction is no number of items', async () => {
    const run = await read({ InputType: 'JSON', MaxItems: '{% 1.5 %}' }, '[1]');
    expect(failureOf(run)).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

test('ItemReader of a listing: each object is an item', async () => {
  const given = { Resource: LIST, Arguments: { Bucket: 'b', Prefix: 'in/' }, ReaderConfig: { MaxItems: 1 } };
  const objects = new Map([
    ['b/in/1', 'x'],
    ['b/in/2', 'xx'],
    ['b/out', ''],
  ]);
  expect(outputOfWorld(await runWorld(reading(given), { objects }))).toEqual([
    { Etag: '"e"', Key: 'in/1', LastModified: 1, Size: 1, StorageClass: 'STANDARD' },
  ]);
});
