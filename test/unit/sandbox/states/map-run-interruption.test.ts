import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import type { PlacedLine } from './memory-journals.ts';
import { machine } from './run-machine.ts';
import { openWorld, outputOfWorld, type WorldRun } from './run-world.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const CALL = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: 'f', Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  End: true,
};

function each(more: Record<string, unknown>): Record<string, unknown> {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Nap',
    States: { Nap: { Type: 'Wait', Seconds: 5, Next: 'Work' }, Work: CALL },
  };
  return { Type: 'Map', Items: [1, 2, -3], MaxConcurrency: 2, ItemProcessor, ...more };
}

/** A run that tolerates its failure, one that does not and is caught, and one given up by a branch beside it. */
const DEFINITION = machine('Tolerant', {
  Tolerant: each({
    Label: 'Tolerant',
    ToleratedFailureCount: 1,
    Output: "{% $map($states.result, function($r) { $type($r) = 'object' ? $r.Status : $r }) %}",
    Next: 'Strict',
  }),
  Strict: rename(each({ Label: 'Strict', End: true }), 'S', {
    Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.input %}', Next: 'Both' }],
  }),
  Both: {
    Type: 'Parallel',
    Branches: [
      { StartAt: 'Lost', States: { Lost: rename(each({ Label: 'Lost', End: true }), 'L', {}) } },
      {
        StartAt: 'W',
        States: { W: { Type: 'Wait', Seconds: 2, Next: 'F' }, F: { Type: 'Fail', Error: 'Odd' } },
      },
    ],
    Catch: [{ ErrorEquals: ['Odd'], Output: '{% $states.input %}', Next: 'Done' }],
    End: true,
  },
  Done: { Type: 'Succeed' },
});

/** Names of states are unique in a whole definition. */
function rename(state: Record<string, unknown>, prefix: string, more: Record<string, unknown>): unknown {
  const text = JSON.stringify(state)
    .replaceAll('"Nap"', `"${prefix}Nap"`)
    .replaceAll('"Work"', `"${prefix}Work"`);
  return { ...JSON.parse(text), ...more };
}

function fails(payload: unknown): unknown {
  if (Number(payload) < 0) throw new StateFailure('Odd', 'why', { explained: true });
  return payload;
}

async function runFrom(lines: readonly PlacedLine[]): Promise<WorldRun> {
  const latest = lines.flatMap(({ line }) => line.events ?? []).map(({ timestamp }) => timestamp);
  const run = openWorld(DEFINITION, {
    lines,
    handler: ({ payload }) => fails(payload),
    clock: makeVirtualClock(latest.length === 0 ? undefined : Math.max(...latest)),
  });
  await run.clock.drive(run.execution.done);
  return run;
}

function statusesOf(run: WorldRun): Record<string, unknown> {
  const runs = run.executions.mapRuns.of(run.execution.record.arn);
  const entries = runs.map((mapRun) => {
    const children = mapRun.children().map(({ execution }) => execution?.ending()?.status ?? 'NONE');
    return [
      mapRun.record.machineName,
      { status: mapRun.ending()?.status, children: children.toSorted((a, b) => a.localeCompare(b)) },
    ];
  });
  return Object.fromEntries(entries);
}

const STATUSES = {
  'machine/Tolerant': { status: 'SUCCEEDED', children: ['FAILED', 'SUCCEEDED', 'SUCCEEDED'] },
  'machine/Strict': { status: 'FAILED', children: ['FAILED', 'SUCCEEDED', 'SUCCEEDED'] },
  'machine/Lost': { status: 'ABORTED', children: ['ABORTED', 'ABORTED', 'NONE'] },
};

function expectWhole(run: WorldRun, whole: WorldRun, killed: string): void {
  const events = run.execution.events();
  expect(outputOfWorld(run), killed).toEqual([1, 2, 'FAILED']);
  expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
  expect(
    events.map(({ type }) => type),
    killed,
  ).toEqual(whole.execution.events().map(({ type }) => type));
  expect(statusesOf(run), killed).toEqual(STATUSES);
}

/** Executions that had come to an end of their own when the interpreter was killed. */
function endedIn(lines: readonly PlacedLine[]): string[] {
  return lines.filter(({ line }) => line.ended && line.ended.status !== 'ABORTED').map(({ name }) => name);
}

describe('an interpreter that is killed in the middle of Map Runs', () => {
  test('after any line of its journals goes on to the same end, and runs no child twice that had ended', async () => {
    const whole = await runFrom([]);
    expectWhole(whole, whole, 'never');
    expect(whole.lines.length).toBeGreaterThan(60);
    for (let lines = 1; lines < whole.lines.length; lines += 1) {
      const before = whole.lines.slice(0, lines);
      const run = await runFrom(before);
      expectWhole(run, whole, `after line ${lines}`);
      const after = run.lines.slice(lines).map(({ name }) => name);
      for (const ended of endedIn(before)) expect(after, `after line ${lines}`).not.toContain(ended);
    }
  });

  test('and killed again, goes on to the same end', async () => {
    const whole = await runFrom([]);
    expect(whole.lines.length).toBeGreaterThan(60);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(
      fc.asyncProperty(share, share, async (first, second) => {
        const cut = (run: WorldRun, part: number) =>
          run.lines.slice(0, 1 + Math.floor(part * (run.lines.length - 1)));
        const once = await runFrom(cut(whole, first));
        expectWhole(await runFrom(cut(once, second)), whole, `at ${first} and ${second}`);
      }),
      { numRuns: 40, seed: 7 },
    );
  });
});

test('what a killed interpreter left of a stopped execution is ended by the next one', async () => {
  const run = openWorld(DEFINITION, { handler: ({ payload }) => fails(payload) });
  const called = async (): Promise<void> => {
    while (run.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
  };
  await run.clock.drive(called());
  run.execution.stop(null, null);
  const stopped = run.lines.findIndex(({ line }) => line.ended?.status === 'ABORTED');
  const next = openWorld(DEFINITION, { lines: run.lines.slice(0, stopped + 1) });
  expect(next.execution.ending()).toMatchObject({ status: 'ABORTED' });
  expect(next.mapRun().ending()).toMatchObject({ status: 'ABORTED' });
  const running = next
    .mapRun()
    .children()
    .filter(({ execution }) => execution && !execution.ending());
  expect(running).toEqual([]);
  expect(next.calls).toEqual([]);
});
