import { describe, expect, test } from 'vitest';
import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';
import { machine } from './run-machine.ts';

const PREFIX = 'Invalid State Machine Definition: ';
const END = { Type: 'Succeed' };
const INVOKE = 'arn:aws:states:::lambda:invoke';

function complaint(definition: string): string {
  try {
    checkDefinition(definition);
  } catch (thrown) {
    if (thrown instanceof Error) return thrown.message.replace(PREFIX, '');
  }
  return 'accepted';
}

const pass = (fields: Record<string, unknown>): string =>
  machine('P', { P: { Type: 'Pass', End: true, ...fields } });
const task = (fields: Record<string, unknown>): string =>
  machine('T', { T: { Type: 'Task', Resource: INVOKE, End: true, ...fields } });

describe('a definition is accepted', () => {
  test.each([
    [
      'with comments and version',
      machine('S', { S: { ...END, Comment: 'c' } }, { Comment: 'c', Version: '1.0' }),
    ],
    ['with expressions on $states and variables', pass({ Output: '{% $states.input.a[b > 1].c & $x.y %}' })],
    [
      'with names inside lambdas, objects and predicates',
      pass({ Output: '{% $map($a, function($v) { $v.k }) %}' }),
    ],
    [
      'with States.ALL alone and last',
      task({ Retry: [{ ErrorEquals: ['A'] }, { ErrorEquals: ['States.ALL'] }] }),
    ],
  ])('%s', (_, definition) => {
    expect(complaint(definition)).toBe('accepted');
  });
});

const parallel = (...states: Record<string, unknown>[]): string =>
  machine('P', {
    P: {
      Type: 'Parallel',
      Assign: { outer: 1 },
      Branches: states.map((state, index) => ({ StartAt: `B${index}`, States: { [`B${index}`]: state } })),
      End: true,
    },
  });
const map = (fields: Record<string, unknown>, processor: Record<string, unknown> = {}): string =>
  machine('M', {
    M: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'I', States: { I: END }, ...processor },
      End: true,
      ...fields,
    },
  });
const PASS = { Type: 'Pass', End: true };

describe('branches are held to the same rules', () => {
  test.each([
    [
      'the same variable in two branches',
      parallel({ ...PASS, Assign: { a: 1 } }, { ...PASS, Assign: { a: 2 } }),
      'accepted',
    ],
    [
      'a target outside the branch',
      parallel({ Type: 'Pass', Next: 'P' }),
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: P at /States/P/Branches[0]/States/B0/Next'",
    ],
    [
      'a variable of the states around it',
      parallel({ ...PASS, Assign: { outer: 2 } }),
      "'SCHEMA_VALIDATION_FAILED: The variable 'outer' is assigned in an outer scope and cannot be assigned in an inner one at /States/P/Branches[0]/States/B0/Assign/outer'",
    ],
    [
      'a reserved variable',
      parallel({ ...PASS, Assign: { states: 2 } }),
      "'SCHEMA_VALIDATION_FAILED: The variable name 'states' is reserved by Step Functions at /States/P/Branches[0]/States/B0/Assign/states'",
    ],
    [
      'an expression that does not parse',
      parallel({ ...PASS, Output: '{% a[1,2) %}' }),
      '\'INVALID_JSONATA_EXPRESSION: Expected "]", got "," at /States/P/Branches[0]/States/B0/Output\'',
    ],
    [
      'a state of JSONPath',
      map({}, { States: { I: { ...PASS, QueryLanguage: 'JSONPath' } } }),
      "'SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/M/ItemProcessor/States/I'",
    ],
    [
      'a field of JSONPath',
      map({ ItemsPath: '$.a' }),
      "'SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'ItemsPath' is only supported for the 'JSONPath' QueryLanguage at /States/M'",
    ],
    [
      'the name of another state',
      map({}, { StartAt: 'M', States: { M: END } }),
      "'DUPLICATE_STATE_NAME: Duplicate State name: M at /States/M/ItemProcessor/States/M'",
    ],
    [
      'what only a distributed Map has',
      map({ ToleratedFailureCount: 1 }),
      "'SCHEMA_VALIDATION_FAILED: Field 'ToleratedFailureCount' is not supported at /States/M'",
    ],
    [
      'a Map whose children are Express workflows',
      map({}, { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }),
      "'SCHEMA_VALIDATION_FAILED: This sandbox serves the ExecutionType 'STANDARD' only at /States/M/ItemProcessor/ProcessorConfig/ExecutionType'",
    ],
    [
      'an ExecutionType of an inline Map',
      map({}, { ProcessorConfig: { Mode: 'INLINE', ExecutionType: 'STANDARD' } }),
      "'SCHEMA_VALIDATION_FAILED: Field 'ExecutionType' is not supported at /States/M/ItemProcessor/ProcessorConfig'",
    ],
    [
      'a name of 81 characters',
      machine('a'.repeat(81), { ['a'.repeat(81)]: END }),
      expect.stringContaining("A state's name has at most 80 characters"),
    ],
  ])('%s', (_, definition, expected) => {
    expect(complaint(definition)).toEqual(expected);
  });

  test('a machine of JSONPath is accepted when each of its states is of JSONata', () => {
    const state = { ...PASS, QueryLanguage: 'JSONata' };
    const inner = (QueryLanguage?: string) => ({
      StartAt: 'B',
      States: { B: { ...PASS, ...(QueryLanguage ? { QueryLanguage } : {}) } },
    });
    const of = (branch: unknown): string =>
      JSON.stringify({ StartAt: 'P', States: { P: { ...state, Type: 'Parallel', Branches: [branch] } } });
    expect(complaint(of(inner('JSONata')))).toBe('accepted');
    expect(complaint(of(inner()))).toBe(
      "'SCHEMA_VALIDATION_FAILED: This sandbox serves the QueryLanguage 'JSONata' only at /States/P/Branches[0]/States/B'",
    );
  });
});

describe('a definition is refused in the words of AWS', () => {
  test.each([
    [
      'JSONPath fields',
      pass({ InputPath: '$', Parameters: {} }),
      "'SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/P, SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONata', but field 'Parameters' is only supported for the 'JSONPath' QueryLanguage at /States/P'",
    ],
    [
      'a JSONPath state',
      pass({ QueryLanguage: 'JSONPath' }),
      "'SCHEMA_VALIDATION_FAILED: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/P'",
    ],
    [
      'another query language for the machine',
      machine('S', { S: END }, { QueryLanguage: 'JSONPath' }),
      "'SCHEMA_VALIDATION_FAILED: This sandbox serves the QueryLanguage 'JSONata' only at /QueryLanguage'",
    ],
    [
      'missing States',
      '{"QueryLanguage":"JSONata","StartAt":"A"}',
      "'SCHEMA_VALIDATION_FAILED: These fields are required: [States] at /'",
    ],
    [
      'a field that a state does not have',
      pass({ Retry: [] }),
      "'SCHEMA_VALIDATION_FAILED: Field 'Retry' is not supported at /States/P'",
    ],
    [
      'a target that is absent',
      machine('P', { P: { Type: 'Pass', Next: 'Q' } }),
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: Q at /States/P/Next, MISSING_END_STATE: Workflow has no terminal state at null'",
    ],
    [
      'a state that nothing reaches',
      machine('S', { S: END, Lost: END }),
      '\'MISSING_TRANSITION_TARGET: State "Lost" is not reachable. at /States/Lost\'',
    ],
    [
      'a Default that is absent, under the name of Next',
      machine('C', {
        C: { Type: 'Choice', Choices: [{ Condition: true, Next: 'S' }], Default: 'Q' },
        S: END,
      }),
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: Q at /States/C/Default'",
    ],
    [
      'a start that is absent, from which nothing is reached',
      machine('Q', { S: END }),
      "'MISSING_TRANSITION_TARGET: Missing 'Next' target: Q at /StartAt, MISSING_TRANSITION_TARGET: State \"S\" is not reachable. at /States/S'",
    ],
    [
      'a loop without an end, whatever is not reached',
      machine('A', {
        A: { Type: 'Pass', Next: 'B' },
        B: { Type: 'Pass', Next: 'A' },
        C: { Type: 'Pass', Next: 'A' },
      }),
      "'MISSING_END_STATE: Workflow has no terminal state at null'",
    ],
    [
      'an end that is not reached',
      machine('A', { A: { Type: 'Pass', Next: 'A' }, C: { Type: 'Pass', End: true } }),
      '\'MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C\'',
    ],
    [
      'a loop without an end in a branch, which AWS lets pass',
      machine('P', {
        P: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' } } }],
          End: true,
        },
      }),
      'accepted',
    ],
    [
      'a value out of its range',
      machine('M', {
        M: {
          Type: 'Map',
          MaxConcurrency: -1,
          ItemProcessor: { StartAt: 'I', States: { I: END } },
          End: true,
        },
      }),
      "'SCHEMA_VALIDATION_FAILED: Minimum value is 0 at /States/M/MaxConcurrency'",
    ],
    [
      'a query language that there is not',
      pass({ QueryLanguage: 'jsonata' }),
      "'SCHEMA_VALIDATION_FAILED: Value should be one of the following: [JSONPath, JSONata] at /States/P/QueryLanguage'",
    ],
    [
      'a query language of a branch',
      machine('P', {
        P: {
          Type: 'Parallel',
          Branches: [{ QueryLanguage: 'JSONata', StartAt: 'A', States: { A: END } }],
          End: true,
        },
      }),
      "'SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/P/Branches[0]'",
    ],
    [
      'a time-out of a Parallel',
      machine('P', {
        P: {
          Type: 'Parallel',
          TimeoutSeconds: 5,
          Branches: [{ StartAt: 'A', States: { A: END } }],
          End: true,
        },
      }),
      "'SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at /States/P'",
    ],
    [
      'neither Next nor End',
      machine('P', { P: { Type: 'Pass' } }),
      "'SCHEMA_VALIDATION_FAILED: Exactly one of 'Next' and 'End' is required at /States/P'",
    ],
    [
      'an expression that does not parse',
      pass({ Output: { v: '{% a[1,2) %}' } }),
      '\'INVALID_JSONATA_EXPRESSION: Expected "]", got "," at /States/P/Output/v\'',
    ],
    [
      'a name at the top level',
      pass({ Output: { v: '{% $x & phone %}' } }),
      "'UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at /States/P/Output/v'",
    ],
    [
      'the top-level context',
      pass({ Output: '{% $$.a %}' }),
      "'UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/P/Output'",
    ],
    [
      'another resource',
      task({ Resource: 'arn:aws:states:::sns:publish' }),
      "'SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::sns:publish is not recognized. The value is not a valid resource ARN, or the resource is not available in this region. at /States/T/Resource'",
    ],
    [
      'an argument that is not served',
      task({ Arguments: { FunctionName: 'f', Qualifier: '1' } }),
      '\'SCHEMA_VALIDATION_FAILED: The field "Qualifier" is not supported by Step Functions at /States/T/Arguments\'',
    ],
    [
      'States.ALL beside another name',
      task({ Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] }),
      "'SCHEMA_VALIDATION_FAILED: States.ALL must appear alone and in the last element of Retry at /States/T/Retry[0]/ErrorEquals'",
    ],
    [
      'a heartbeat that is not below the time-out',
      task({ TimeoutSeconds: 5, HeartbeatSeconds: 5 }),
      "'SCHEMA_VALIDATION_FAILED: HeartbeatSeconds must be smaller than TimeoutSeconds at /States/T/HeartbeatSeconds'",
    ],
  ])('%s', (_, definition, expected) => {
    expect(complaint(definition)).toBe(expected);
  });

  test('text that is not JSON', () => {
    expect(complaint('{')).toMatch(/^'INVALID_JSON_DESCRIPTION: /);
  });
});
