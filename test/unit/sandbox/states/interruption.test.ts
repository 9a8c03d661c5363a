import { describe, expect, test } from 'vitest';
import { StateFailure } from '../../../../lib/sandbox/states/asl/state-failure.ts';
import { type Handler, type MachineRun, machine, prepare, runMachine } from './run-machine.ts';
import { makeVirtualClock } from './virtual-clock.ts';

const INVOKE = 'arn:aws:states:::lambda:invoke';

/** Every kind of state, with a retry, a catch and a token. */
const DEFINITION = machine('Start', {
  Start: { Type: 'Pass', Assign: { log: '{% [$states.input.first] %}' }, Next: 'Flaky' },
  Flaky: {
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: 'flaky', Payload: '{% $states.context.State.RetryCount %}' },
    Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 3 }],
    Assign: { log: '{% $append($log, $states.result.Payload) %}' },
    Next: 'Hold',
  },
  Hold: { Type: 'Wait', Seconds: 60, Next: 'Bad' },
  Bad: {
    Type: 'Task',
    Resource: INVOKE,
    Arguments: { FunctionName: 'bad' },
    Catch: [
      {
        ErrorEquals: ['Odd'],
        Assign: { log: '{% $append($log, $states.errorOutput.Error) %}' },
        Next: 'Await',
      },
    ],
    Next: 'Await',
  },
  Await: {
    Type: 'Task',
    Resource: `${INVOKE}.waitForTaskToken`,
    Arguments: {
      FunctionName: 'holder',
      InvocationType: 'Event',
      Payload: '{% $states.context.Task.Token %}',
    },
    TimeoutSeconds: 100,
    Assign: { log: '{% $append($log, $states.result) %}' },
    Next: 'Which',
  },
  Which: {
    Type: 'Choice',
    Choices: [{ Condition: '{% $count($log) = 4 %}', Next: 'Good' }],
    Default: 'Wrong',
  },
  Good: { Type: 'Succeed', Output: '{% $log %}' },
  Wrong: { Type: 'Fail', Error: 'Wrong' },
});

/** Answers tokens a virtual second after they were handed out. */
function world(run: () => MachineRun): Handler {
  return ({ functionName, payload, token }, clock) => {
    if (functionName === 'flaky' && payload !== 2) throw new StateFailure('Busy', '', { explained: true });
    if (functionName === 'bad') throw new StateFailure('Odd', 'why', { explained: true });
    if (functionName !== 'holder') return 'flaky done';
    const later = clock.sleepUntil(clock.now() + 1e6, new AbortController().signal);
    void later.then(() => run().execution.answer(token ?? '', { ok: true, output: 'answered' }));
    return '';
  };
}

async function runWith(options: Parameters<typeof prepare>[1]): Promise<MachineRun> {
  const run: MachineRun = prepare(DEFINITION, {
    ...options,
    input: { first: 'started' },
    handler: world(() => run),
  });
  run.execution.run();
  // What the killed interpreter had handed out is answered by whoever holds the token, also after the restart.
  const cursor = run.journal.findLast((line) => line.change?.phase)?.change?.phase;
  if (cursor?.kind === 'submitted' && cursor.task.token !== null) {
    run.execution.answer(cursor.task.token, { ok: true, output: 'answered' });
  }
  await run.clock.drive(run.execution.done);
  return run;
}

const OUTPUT = '["started","flaky done","Odd","answered"]';

describe('an interpreter that is killed after any line of its journal', () => {
  test('goes on to the same end, with one gapless history', async () => {
    const whole = await runWith({});
    expect(whole.execution.ending()).toMatchObject({ status: 'SUCCEEDED', output: OUTPUT });
    expect(whole.seconds()).toBe(3 + 6 + 60 + 1);
    expect(whole.journal.length).toBeGreaterThan(15);
    for (let lines = 0; lines < whole.journal.length; lines += 1) {
      const last = whole.journal
        .slice(0, lines)
        .findLast((line) => line.events)
        ?.events?.at(-1);
      const clock = makeVirtualClock(last?.timestamp);
      const resumed = await runWith({ lines: whole.journal.slice(0, lines), clock });
      expect(resumed.execution.ending(), `after line ${lines}`).toMatchObject({
        status: 'SUCCEEDED',
        output: OUTPUT,
      });
      const ids = resumed.execution.events().map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => index + 1));
      expect(resumed.execution.events().map(({ type }) => type)).toEqual(
        whole.execution.events().map(({ type }) => type),
      );
    }
  });

  test('keeps the deadline of a Wait', async () => {
    const definition = machine('W', { W: { Type: 'Wait', Seconds: 60, End: true } });
    const whole = await runMachine(definition);
    const waiting = whole.journal.findIndex((line) => line.change?.phase?.kind === 'waiting');
    const clock = makeVirtualClock((whole.execution.events()[0]?.timestamp ?? 0) + 45e6);
    const resumed = await runMachine(definition, { lines: whole.journal.slice(0, waiting + 1), clock });
    expect(waiting).toBeGreaterThan(0);
    expect(resumed.execution.ending()?.at).toBe(whole.execution.ending()?.at);
  });

  test('an execution that had ended stays as it was', async () => {
    const whole = await runWith({});
    const again = prepare(DEFINITION, { lines: whole.journal });
    again.execution.run();
    await again.execution.done;
    expect(again.execution.ending()).toEqual(whole.execution.ending());
    expect(again.calls).toEqual([]);
  });

  test('what runs on after the end of its execution changes nothing', async () => {
    const slow = Promise.withResolvers<string>();
    const run = prepare(
      machine('T', { T: { Type: 'Task', Resource: INVOKE, Arguments: { FunctionName: 'f' }, End: true } }),
      {
        handler: () => slow.promise,
      },
    );
    run.execution.run();
    await expect.poll(() => run.calls).toHaveLength(1);
    run.execution.stop(null, null);
    const events = run.execution.events().length;
    slow.resolve('late');
    await new Promise((resolve) => setImmediate(resolve));
    expect(run.execution.events()).toHaveLength(events);
    expect(run.execution.ending()?.status).toBe('ABORTED');
  });
});

test('the machine of the test is run the same way twice', async () => {
  const first = await runMachine(machine('S', { S: { Type: 'Succeed' } }));
  const second = await runMachine(machine('S', { S: { Type: 'Succeed' } }));
  expect(first.journal).toEqual(second.journal);
});
