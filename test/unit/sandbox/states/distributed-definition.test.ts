import { expect, test } from 'vitest';
import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';
import { machine } from './run-machine.ts';

const GET = 'arn:aws:states:::s3:getObject';
const LIST = 'arn:aws:states:::s3:listObjectsV2';
const PUT = 'arn:aws:states:::s3:putObject';

function processor(name: string, config: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD', ...config },
    StartAt: name,
    States: { [name]: { Type: 'Pass', End: true } },
  };
}

function map(fields: Record<string, unknown>): string {
  return machine('M', { M: { Type: 'Map', ItemProcessor: processor('I'), End: true, ...fields } });
}

function complaint(definition: string): string {
  try {
    checkDefinition(definition);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message;
  }
  return 'accepted';
}

const reader = (ReaderConfig?: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  ItemReader: { Resource: GET, Arguments: { Bucket: 'b', Key: 'k' }, ReaderConfig, ...more },
});
const CSV = { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' };

test.each([
  [{ MaxConcurrency: 5, ToleratedFailureCount: 1, ToleratedFailurePercentage: 12.5, Label: 'a-b_c' }],
  [{ ToleratedFailureCount: '{% 1 %}', ToleratedFailurePercentage: '{% 1 %}' }],
  [{ Items: [1, 2], ItemSelector: '{% 1 %}' }],
  [{ ItemBatcher: { MaxItemsPerBatch: 1, MaxInputBytesPerBatch: '{% 100 %}', BatchInput: { a: 1 } } }],
  [reader({ InputType: 'JSONL', MaxItems: 100 })],
  [reader({ ...CSV, CSVDelimiter: 'TAB', MaxItems: '{% 5 %}' })],
  [reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['a'] })],
  [
    {
      ItemReader: { Resource: LIST, Arguments: { Bucket: 'b', Prefix: 'p' }, ReaderConfig: { MaxItems: 1 } },
    },
  ],
  [{ ItemReader: { Resource: LIST, Arguments: '{% $states.input %}' } }],
  [{ ResultWriter: { Resource: PUT, Arguments: { Bucket: 'b', Prefix: 'p' } } }],
  [{ ResultWriter: { WriterConfig: { Transformation: 'FLATTEN', OutputType: 'JSON' } } }],
])('a Map in distributed mode may have %j', (fields) => {
  expect(complaint(map(fields))).toBe('accepted');
});

test.each([
  [
    { ItemProcessor: processor('I', { ExecutionType: undefined }) },
    'These fields are required: [ExecutionType] at /States/M/ItemProcessor/ProcessorConfig',
  ],
  [{ ToleratedFailureCount: -1 }, 'Minimum value is 0 at /States/M/ToleratedFailureCount'],
  [{ ToleratedFailurePercentage: 101 }, 'Maximum value is 100 at /States/M/ToleratedFailurePercentage'],
  [{ Label: '' }, 'Label cannot be empty at /States/M/Label'],
  [{ Label: 'a'.repeat(41) }, 'Label cannot exceed 40 characters at /States/M/Label'],
  [{ Label: 'a b' }, "Label contains an invalid character: 'a b' at /States/M/Label"],
  [
    { ItemBatcher: {} },
    "One of 'MaxItemsPerBatch' and 'MaxInputBytesPerBatch' is required at /States/M/ItemBatcher",
  ],
  [{ ItemBatcher: { MaxItemsPerBatch: 0 } }, '/States/M/ItemBatcher/MaxItemsPerBatch'],
  [{ ItemBatcher: { MaxInputBytesPerBatch: 262_145 } }, '/States/M/ItemBatcher/MaxInputBytesPerBatch'],
  [reader(), 'These fields are required: [InputType] at /States/M/ItemReader/ReaderConfig'],
  [reader({ InputType: 'PARQUET' }), '/States/M/ItemReader/ReaderConfig/InputType'],
  [reader({ InputType: 'MANIFEST' }), '/States/M/ItemReader/ReaderConfig/InputType'],
  [reader({ InputType: 'CSV' }), 'These fields are required: [CSVHeaderLocation]'],
  [reader({ ...CSV, CSVHeaders: ['a'] }), "'CSVHeaders' belongs to the CSVHeaderLocation 'GIVEN'"],
  [reader({ InputType: 'CSV', CSVHeaderLocation: 'GIVEN' }), "'CSVHeaders' belongs to"],
  [reader({ InputType: 'JSON', CSVDelimiter: 'TAB' }), "Field 'CSVDelimiter' is not supported"],
  [reader({ InputType: 'JSON', ItemsPointer: '/a' }), "Field 'ItemsPointer' is not supported"],
  [
    reader({ InputType: 'JSON' }, { Arguments: { Bucket: 'b', Key: 'k', VersionId: 'v' } }),
    'The field "VersionId" is not supported by Step Functions at /States/M/ItemReader/Arguments',
  ],
  [
    reader({ InputType: 'JSON' }, { Resource: LIST, Arguments: {} }),
    "Field 'InputType' is not supported at /States/M/ItemReader/ReaderConfig'",
  ],
  [
    reader({ InputType: 'JSON' }, { Parameters: {} }),
    "Field 'Parameters' is not supported at /States/M/ItemReader'",
  ],
  [
    { ...reader({ InputType: 'JSON' }), Items: [1] },
    "Only one of 'Items' and 'ItemReader' is allowed at /States/M/ItemReader",
  ],
  [
    { ResultWriter: {} },
    "'Resource' with 'Arguments', 'WriterConfig', or all three are required at /States/M/ResultWriter",
  ],
  [{ ResultWriter: { Resource: PUT } }, "'Resource' with 'Arguments'"],
  [
    { ResultWriter: { Resource: PUT, Arguments: { Bucket: 'b', Key: 'k' } } },
    'The field "Key" is not supported by Step Functions at /States/M/ResultWriter/Arguments',
  ],
  [
    { ResultWriter: { WriterConfig: { Transformation: 'NONE', OutputType: 'JSONL' } } },
    'This sandbox writes JSONL to Amazon S3 only at /States/M/ResultWriter/WriterConfig/OutputType',
  ],
  [
    { ResultWriter: { WriterConfig: { Transformation: 'NONE' } } },
    'These fields are required: [OutputType] at /States/M/ResultWriter/WriterConfig',
  ],
])('a Map in distributed mode may not have %j', (fields, expected) => {
  expect(complaint(map(fields))).toContain(expected);
});

test('a Label stands once in a definition', () => {
  const state = (name: string, more: Record<string, unknown>) => ({
    Type: 'Map',
    Label: 'same',
    ItemProcessor: processor(name),
    ...more,
  });
  const two = { A: state('I', { Next: 'B' }), B: state('J', { End: true }) };
  expect(complaint(machine('A', two))).toContain(
    "Label 'same' is used by more than one Map state at /States/B/Label",
  );
});
