import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalLine } from '../../../../lib/sandbox/states/executions/execution-record.ts';
import { type Handler, type MachineRun, machine, runMachine } from './run-machine.ts';
import { makeVirtualClock } from './virtual-clock.ts';

/** A small language that means something: each step makes a number of a number. */
type Step =
  | { readonly kind: 'pass'; readonly n: number }
  | { readonly kind: 'task'; readonly n: number }
  | { readonly kind: 'wait'; readonly n: number }
  | { readonly kind: 'parallel'; readonly branches: readonly Program[] }
  | { readonly kind: 'map'; readonly count: number; readonly most: number; readonly body: Program };
type Program = readonly Step[];

const n = fc.integer({ min: 0, max: 9 });

const { program } = fc.letrec<{ program: Program; step: Step; leaf: Step }>((tie) => ({
  program: fc.array(tie('step'), { minLength: 1, maxLength: 3 }),
  leaf: fc.oneof(
    fc.record({ kind: fc.constant('pass'), n }),
    fc.record({ kind: fc.constant('task'), n }),
    fc.record({ kind: fc.constant('wait'), n }),
  ),
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true, maxDepth: 2 },
    tie('leaf'),
    fc.record({
      kind: fc.constant('parallel'),
      branches: fc.array(tie('program'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('map'),
      count: fc.integer({ min: 1, max: 3 }),
      most: fc.integer({ min: 0, max: 2 }),
      body: tie('program'),
    }),
  ),
}));

function meaning(steps: Program, input: number): number {
  return steps.reduce((value, step) => value + grows(step, value), input);
}

/** What a step adds to a number. */
function grows(step: Step, value: number): number {
  switch (step.kind) {
    case 'wait':
      return 0;
    case 'parallel':
      return sum(step.branches.map((branch) => meaning(branch, value))) - value;
    case 'map':
      return sum(Array.from({ length: step.count }, (_, at) => meaning(step.body, value + at + 1))) - value;
    default:
      return step.n;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}

/** The program as a sequence of states; their names are unique. */
function compile(steps: Program, name: string): { StartAt: string; States: Record<string, unknown> } {
  const names = steps.map((_, index) => `${name}.${index}`);
  const states = steps.map((step, index) => {
    const next = names[index + 1];
    return [
      names[index],
      { ...stateOf(step, `${name}.${index}`), ...(next ? { Next: next } : { End: true }) },
    ];
  });
  return { StartAt: `${name}.0`, States: Object.fromEntries(states) };
}

function stateOf(step: Step, name: string): Record<string, unknown> {
  const Output = '{% $sum($states.result) %}';
  switch (step.kind) {
    case 'pass':
      return { Type: 'Pass', Output: `{% $states.input + ${step.n} %}` };
    case 'wait':
      return { Type: 'Wait', Seconds: step.n };
    case 'task':
      return {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: 'add', Payload: [step.n, '{% $states.input %}'] },
        Output: '{% $states.result.Payload %}',
      };
    case 'parallel':
      return {
        Type: 'Parallel',
        Branches: step.branches.map((each, at) => compile(each, `${name}/${at}`)),
        Output,
      };
    default:
      return {
        Type: 'Map',
        Items: `{% [1..${step.count}] %}`,
        MaxConcurrency: step.most,
        ItemSelector: '{% $states.input + $states.context.Map.Item.Value %}',
        ItemProcessor: compile(step.body, `${name}/item`),
        Output,
      };
  }
}

const add: Handler = ({ payload }) => (Array.isArray(payload) ? sum(payload.map(Number)) : null);

function run(steps: Program, lines: readonly JournalLine[] = []): Promise<MachineRun> {
  const { StartAt, States } = compile(steps, 'm');
  const last = lines.findLast((line) => line.events)?.events?.at(-1);
  return runMachine(machine(StartAt, States), {
    input: 1,
    handler: add,
    lines,
    clock: makeVirtualClock(last?.timestamp),
  });
}

/** What holds of every history: gapless ids, causes before effects, no time that runs back, each entry with its exit. */
function expectSound({ execution }: MachineRun): void {
  const events = execution.events();
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  for (const [index, { id, previousEventId, timestamp }] of events.entries()) {
    expect(previousEventId).toBeLessThan(id);
    expect(timestamp).toBeGreaterThanOrEqual(events[index - 1]?.timestamp ?? 0);
  }
  const entered = events.filter(({ type }) => type.endsWith('StateEntered'));
  expect(events.filter(({ type }) => type.endsWith('StateExited'))).toHaveLength(entered.length);
}

describe('any workflow of Pass, Task, Wait, Parallel and Map', () => {
  test('comes to what it means, with a sound history', async () => {
    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        const whole = await run(steps);
        expect(whole.execution.ending()).toMatchObject({ output: String(meaning(steps, 1)) });
        expectSound(whole);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('comes to the same when the interpreter is killed anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.double({ min: 0, max: 1, noNaN: true }), async (steps, share) => {
        const whole = await run(steps);
        const cut = Math.floor(share * whole.journal.length);
        const resumed = await run(steps, whole.journal.slice(0, cut));
        expect(resumed.execution.ending()).toMatchObject({ output: String(meaning(steps, 1)) });
        expectSound(resumed);
        expect(resumed.execution.events()).toHaveLength(whole.execution.events().length);
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});
