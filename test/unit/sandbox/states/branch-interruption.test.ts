import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalLine } from '../../../../lib/sandbox/states/executions/execution-record.ts';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { type Handler, type MachineRun, machine, prepare } from './run-machine.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';
const call = (FunctionName: string, more: Record<string, unknown> = {}) => ({
  Type: 'Task',
  Resource: INVOKE,
  Arguments: { FunctionName, Payload: '{% $states.context.State.RetryCount %}' },
  Output: '{% $states.result.Payload %}',
  ...more,
});

/** Branches that wait, retry, hold a token and fail, and items two at a time with a Map inside. */
const DEFINITION = machine('Together', {
  Together: {
    Type: 'Parallel',
    Arguments: '{% $states.input.first %}',
    Branches: [
      {
        StartAt: 'Flaky',
        States: {
          Flaky: call('flaky', { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3 }], Next: 'Hold' }),
          Hold: { Type: 'Wait', Seconds: 20, End: true },
        },
      },
      {
        StartAt: 'Await',
        States: {
          Await: call('holder', {
            Resource: `${INVOKE}.waitForTaskToken`,
            Arguments: { FunctionName: 'holder', Payload: '{% $states.context.Task.Token %}' },
            Output: '{% $states.result & $states.input %}',
            End: true,
          }),
        },
      },
    ],
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    Items: [1, 2, 3],
    MaxConcurrency: 2,
    ItemSelector: '{% $states.context.Map.Item.Value * 2 %}',
    ItemProcessor: {
      StartAt: 'Nap',
      States: {
        Nap: {
          Type: 'Wait',
          Seconds: '{% $states.input %}',
          Assign: { n: '{% $states.input %}' },
          Next: 'In',
        },
        In: {
          Type: 'Map',
          Items: ['a', 'b'],
          ItemProcessor: { StartAt: 'Out', States: { Out: { Type: 'Pass', Output: '{% $n %}', End: true } } },
          End: true,
        },
      },
    },
    Assign: { each: '{% $states.result %}' },
    Output: '{% $states.input %}',
    Next: 'Doomed',
  },
  Doomed: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Bad', States: { Bad: call('bad', { End: true }) } },
      { StartAt: 'Long', States: { Long: { Type: 'Wait', Seconds: 600, End: true } } },
    ],
    Retry: [{ ErrorEquals: ['Odd'], MaxAttempts: 1 }],
    Catch: [
      {
        ErrorEquals: ['Odd'],
        Output: "{% {'before': $states.input, 'each': $each, 'error': $states.errorOutput.Error} %}",
        Next: 'Good',
      },
    ],
    End: true,
  },
  Good: { Type: 'Succeed' },
});
const OUTPUT = {
  before: ['flaky done', 'answered!'],
  each: [
    [2, 2],
    [4, 4],
    [6, 6],
  ],
  error: 'Odd',
};

/** Answers tokens a virtual second after they were handed out. */
function world(run: () => MachineRun): Handler {
  return ({ functionName, payload, token }, clock) => {
    const later = (seconds: number) =>
      clock.sleepUntil(clock.now() + seconds * 1e6, new AbortController().signal);
    if (functionName === 'flaky' && payload !== 2) throw new StateFailure('Busy', '', { explained: true });
    if (functionName === 'bad')
      return later(1).then(() => {
        throw new StateFailure('Odd', 'why', { explained: true });
      });
    if (functionName === 'holder')
      void later(1).then(() => run().execution.answer(token ?? '', { ok: true, output: 'answered' }));
    return functionName === 'holder' ? '' : 'flaky done';
  };
}

/** Tokens that a killed interpreter had handed out, and that nobody has answered. */
function handedOut(lines: readonly JournalLine[]): string[] {
  const tokens = new Map<string, string>();
  for (const { at = '', change } of lines) {
    if (change?.phase?.kind === 'submitted') tokens.set(at, change.phase.task.token ?? '');
    if (change?.answer) tokens.delete(at);
  }
  return [...tokens.values()];
}

async function runFrom(lines: readonly JournalLine[]): Promise<MachineRun> {
  const last = lines.findLast((line) => line.events)?.events?.at(-1);
  const run: MachineRun = prepare(DEFINITION, {
    lines,
    clock: makeVirtualClock(last?.timestamp),
    input: { first: '!' },
    handler: world(() => run),
  });
  run.execution.run();
  for (const token of handedOut(lines)) run.execution.answer(token, { ok: true, output: 'answered' });
  await run.clock.drive(run.execution.done);
  return run;
}

function expectWhole(run: MachineRun, whole: MachineRun, killed: string): void {
  const events = run.execution.events();
  const ending = run.execution.ending();
  expect(ending?.status === 'SUCCEEDED' ? JSON.parse(ending.output) : ending, killed).toEqual(OUTPUT);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
  const types = (of: MachineRun) => of.execution.events().map(({ type }) => type);
  expect(types(run).toSorted(), killed).toEqual(types(whole).toSorted());
}

describe('an interpreter that is killed in the middle of branches and iterations', () => {
  test('after any line of its journal goes on to the same end, with one gapless history', async () => {
    const whole = await runFrom([]);
    expectWhole(whole, whole, 'never');
    expect(whole.journal.length).toBeGreaterThan(40);
    for (let lines = 0; lines < whole.journal.length; lines += 1)
      expectWhole(await runFrom(whole.journal.slice(0, lines)), whole, `after line ${lines}`);
  });

  test('and killed again, goes on to the same end', async () => {
    const whole = await runFrom([]);
    expect(whole.journal.length).toBeGreaterThan(40);
    const cut = fc.integer({ min: 0, max: whole.journal.length });
    await fc.assert(
      fc.asyncProperty(cut, cut, async (first, second) => {
        const once = await runFrom(whole.journal.slice(0, first));
        expectWhole(await runFrom(once.journal.slice(0, second)), whole, `after ${first} and ${second}`);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  test('an iteration that had returned is not run again', async () => {
    const whole = await runFrom([]);
    const returned = whole.journal.findIndex(({ at, returned: done }) => at === '/0' && done);
    const again = await runFrom(whole.journal.slice(0, returned + 1));
    expect(returned).toBeGreaterThan(0);
    expect(again.calls.map(({ functionName }) => functionName)).not.toContain('flaky');
  });
});
