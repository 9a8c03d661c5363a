import { describe, expect, test } from 'vitest';
import { failureOf, machine, outputOf, runMachine } from './run-machine.ts';

const pass = (Output: unknown): string => machine('P', { P: { Type: 'Pass', Output, End: true } });
const prefix = "An error occurred while executing the state 'P' (entered at the event id #2). ";

describe('JSONata as Step Functions evaluates it', () => {
  test.each([
    ['$partition([1,2,3,4,5,6,7,8,9], 4)', [[1, 2, 3, 4], [5, 6, 7, 8], [9]]],
    ['$range(0, 10, 2)', [0, 2, 4, 6, 8, 10]],
    ['$range(3, 0, -1)', [3, 2, 1, 0]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(1, 1, 1)', 1],
    ["$hash('abc', 'SHA-256')", 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$random()', 0.5],
    ['$random(7) = $random(7)', true],
    ['$length($uuid())', 36],
    ['$parse(\'{"a": [1]}\')', { a: [1] }],
    ['$millis()', 1_700_000_000_000],
    ['$now()', '2023-11-14T22:13:20.000Z'],
    ["$now('[Y0001]')", '2023'],
    ['null', null],
    ['$parseInteger("abc", "0")', 'NaN'],
  ])('%s', async (expression, expected) => {
    expect(await outputOf(pass(`{% ${expression} %}`))).toEqual(expected);
  });

  test('a string is an expression only between {% and %}', async () => {
    const output = { a: '{% 1 + 1 %}', b: ' {% 1 %}', c: ['{% $states.input.x %}', 7], d: '{%' };
    expect(await outputOf(pass(output), { input: { x: 'y' } })).toEqual({
      a: 2,
      b: ' {% 1 %}',
      c: ['y', 7],
      d: '{%',
    });
  });

  test('an undefined result is an error that names the field', async () => {
    const { error, cause } = await failureOf(pass({ v: ['{% $states.input.absent %}'] }));
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      `${prefix}The JSONata expression '$states.input.absent' specified for the field 'Output/v[0]' returned nothing (undefined).`,
    );
  });

  test('an error of the library is reported with its code', async () => {
    const { error, cause } = await failureOf(pass("{% 1 + 'a' %}"));
    expect(error).toBe('States.QueryEvaluationError');
    expect(cause).toBe(
      `${prefix}The JSONata expression '1 + 'a'' specified for the field 'Output' threw an error during evaluation. ` +
        'T2002: The right side of the "+" operator must evaluate to a number',
    );
  });

  test('$eval does not exist', async () => {
    expect((await failureOf(pass("{% $eval('1') %}"))).cause).toContain('T1006');
  });

  test.each(['function($x){$x}', '[$sum]', '{"f": function($x){$x}}', '/ab/'])(
    '%s may not leak into data',
    async (expression) => {
      const { error, cause } = await failureOf(pass(`{% ${expression} %}`));
      expect(error).toBe('States.QueryEvaluationError');
      expect(cause).toContain('returned an unsupported result type.');
    },
  );

  test('results are plain JSON: no hidden keys of the library', async () => {
    const definition = machine('P', {
      P: { Type: 'Pass', Assign: { list: '{% $states.input.a.b %}' }, Next: 'Q' },
      Q: { Type: 'Pass', Output: '{% $list %}', End: true },
    });
    const run = await runMachine(definition, { input: { a: [{ b: 1 }, { b: 2 }] } });
    const list = run.journal.findLast((line) => line.entered)?.entered?.variables.list;
    expect(Object.getOwnPropertyNames(list)).toEqual(['0', '1', 'length']);
  });
});
