import {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  PassState,
  SucceedState,
  TaskState,
  WaitState,
} from '../../../../../lib/sandbox/states/asl/definition.ts';

const EVERY = ['Type', 'Comment', 'QueryLanguage'];
const FLOW = ['Next', 'End', 'Output', 'Assign'];
const HANDLERS = ['Retry', 'Catch'];
const ITEMS = [
  'Items',
  'ItemSelector',
  'ItemProcessor',
  'MaxConcurrency',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'Label',
  'ToleratedFailureCount',
  'ToleratedFailurePercentage',
];

/**
 * The fields of each type of state in JSONata mode, from the table of state fields in the specification
 * (https://states-language.net/spec.html#state-type-table) and, for the distributed mode, from AWS's guide.
 */
export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Task: [...EVERY, ...FLOW, ...HANDLERS, 'Resource', 'Arguments', 'TimeoutSeconds', 'HeartbeatSeconds'],
  Parallel: [...EVERY, ...FLOW, ...HANDLERS, 'Arguments', 'Branches'],
  Map: [...EVERY, ...FLOW, ...HANDLERS, ...ITEMS],
  Pass: [...EVERY, ...FLOW],
  Wait: [...EVERY, ...FLOW, 'Seconds', 'Timestamp'],
  Choice: [...EVERY, 'Output', 'Assign', 'Choices', 'Default'],
  Succeed: [...EVERY, 'Output'],
  Fail: [...EVERY, 'Error', 'Cause'],
};

/** Fields of JSONPath mode, and the name that ItemProcessor had before. */
export const REFUSED = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'ResultSelector',
  'Parameters',
  'Result',
  'ItemsPath',
  'MaxConcurrencyPath',
  'SecondsPath',
  'TimestampPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'ErrorPath',
  'CausePath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'Iterator',
  'Credentials',
];

/** The fields that the sandbox's own schemas know. */
export const SERVED: Readonly<Record<string, readonly string[]>> = {
  Task: Object.keys(TaskState.shape),
  Parallel: Object.keys(ParallelState.shape),
  Map: Object.keys(MapState.shape),
  Pass: Object.keys(PassState.shape),
  Wait: Object.keys(WaitState.shape),
  Choice: Object.keys(ChoiceState.shape),
  Succeed: Object.keys(SucceedState.shape),
  Fail: Object.keys(FailState.shape),
};

const INNER = { StartAt: 'I', States: { I: { Type: 'Succeed' } } };

/** A state of each type that is valid as it is. */
export const VALID: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  Task: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true },
  Parallel: { Type: 'Parallel', Branches: [INNER], End: true },
  Map: { Type: 'Map', ItemProcessor: INNER, End: true },
  Pass: { Type: 'Pass', End: true },
  Wait: { Type: 'Wait', Seconds: 1, End: true },
  Choice: { Type: 'Choice', Choices: [{ Condition: true, Next: 'Z' }] },
  Succeed: { Type: 'Succeed' },
  Fail: { Type: 'Fail' },
};
