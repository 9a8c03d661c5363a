import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { checkDefinition } from '../../../../lib/sandbox/states/asl/check-definition.ts';

/**
 * A validator by other people: what both say of a definition is no opinion of the sandbox alone. It takes the better part
 * of a second for each, so that all that is valid stands in one definition.
 */
const validate: (definition: unknown) => { isValid: boolean } = createRequire(import.meta.url)(
  'asl-validator',
);

const END = { Type: 'Succeed' };
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
const branch = (name: string) => ({ StartAt: name, States: { [name]: { Type: 'Pass', End: true } } });
const retrier = (more: Record<string, unknown>) => ({ Retry: [{ ErrorEquals: ['States.ALL'], ...more }] });
const catcher = { Assign: { a: 1 }, Output: '{% $states.errorOutput %}', Next: 'Failed' };

/** One state after another, each with what the language allows it. */
const VALID = [
  { ...TASK, TimeoutSeconds: 9, HeartbeatSeconds: 3, Comment: 'c', Output: '{% $states.result %}' },
  { ...TASK, TimeoutSeconds: '{% 9 %}', HeartbeatSeconds: '{% 3 %}', Assign: { a: '{% $states.result %}' } },
  { ...TASK, ...retrier({ IntervalSeconds: 1, MaxAttempts: 0, BackoffRate: 1.5 }) },
  { ...TASK, ...retrier({ MaxDelaySeconds: 9, JitterStrategy: 'FULL' }) },
  { ...TASK, Catch: [{ ErrorEquals: ['States.ALL'], ...catcher }] },
  {
    Type: 'Parallel',
    Branches: [branch('B1'), branch('B2')],
    Arguments: { a: '{% $states.input %}' },
    Assign: { a: '{% $states.result %}' },
    ...retrier({}),
    Catch: [{ ErrorEquals: ['States.ALL'], ...catcher }],
  },
  { Type: 'Map', ItemProcessor: branch('B3') },
  {
    Type: 'Map',
    ItemProcessor: { ...branch('B4'), ProcessorConfig: { Mode: 'INLINE' } },
    Items: '{% $states.input.list %}',
    MaxConcurrency: '{% 3 %}',
    ItemSelector: { a: '{% $states.context.Map.Item.Value %}' },
    ...retrier({}),
  },
  { Type: 'Map', ItemProcessor: branch('B5'), Items: [1, 2], MaxConcurrency: 0 },
  { Type: 'Wait', Seconds: 3 },
  { Type: 'Wait', Seconds: '{% 3 %}', Assign: { a: 1 } },
  { Type: 'Wait', Timestamp: '2030-01-01T00:00:00Z' },
];

const CHOICE = {
  Type: 'Choice',
  Choices: [{ Condition: '{% true %}', Next: 'Failed', Assign: { a: 1 }, Output: '{% 1 %}' }],
  Default: 'Failed',
};
const FAILED = { Type: 'Fail', Error: "{% 'E' %}", Cause: 'c' };

function accepted(definition: unknown): boolean {
  try {
    checkDefinition(JSON.stringify(definition));
    return true;
  } catch {
    return false;
  }
}

function opinions(definition: unknown): Record<string, boolean> {
  return { ours: accepted(definition), theirs: validate(definition).isValid };
}

const names = VALID.map((_, index) => `S${index}`);
const chain = VALID.map((state, index) => [names[index], { ...state, Next: names[index + 1] ?? 'Which' }]);
const WHOLE = { ...Object.fromEntries(chain), Which: CHOICE, Failed: FAILED };

test('a definition with everything is valid to both, with one language or one for each state', () => {
  expect(opinions({ QueryLanguage: 'JSONata', StartAt: 'S0', States: WHOLE })).toEqual({
    ours: true,
    theirs: true,
  });
  const pass = { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}', End: true };
  expect(opinions({ StartAt: 'P', States: { P: pass } })).toEqual({ ours: true, theirs: true });
});

test.each<[string, Record<string, unknown>]>([
  ['a target that is absent', { Type: 'Pass', Next: 'B', End: undefined }],
  ['an unknown field', { Type: 'Pass', Extra: 1 }],
  ['a negative number of attempts', { ...TASK, ...retrier({ MaxAttempts: -1 }) }],
  ['Assign at a Succeed', { ...END, End: undefined, Assign: { a: 1 } }],
  ['a Wait of two kinds', { Type: 'Wait', Seconds: 3, Timestamp: '2030-01-01T00:00:00Z' }],
  ['a Parallel without Branches', { Type: 'Parallel' }],
  ['a Map without ItemProcessor', { Type: 'Map' }],
  ['a negative MaxConcurrency', { Type: 'Map', ItemProcessor: branch('B'), MaxConcurrency: -1 }],
  [
    'an unknown mode of a Map',
    { Type: 'Map', ItemProcessor: { ...branch('B'), ProcessorConfig: { Mode: 'OTHER' } } },
  ],
  [
    'a target outside its branch',
    { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: { Type: 'Pass', Next: 'A' } } }] },
  ],
  ['a name twice', { Type: 'Parallel', Branches: [branch('B'), branch('B')] }],
])('%s is invalid to both', (_, state) => {
  const definition = { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: { End: true, ...state } } };
  expect(opinions(definition)).toEqual({ ours: false, theirs: false });
});
