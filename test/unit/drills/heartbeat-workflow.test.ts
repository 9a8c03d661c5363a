import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { StateFailure } from '../../../lib/sandbox/states/asl/state-failure.ts';
import { type MachineRun, prepare } from '../sandbox/states/run-machine.ts';

const DEFINITION = workflowOf(
  'heartbeat',
  (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
);
const INPUT = { heartbeat: { segmentSeconds: 60 } };
const Payload = z.object({ segment: z.number(), taskToken: z.string() });

/** What a segment does: how often it says that it goes on, and when and what it answers. */
interface Segment {
  readonly beatEverySeconds?: number;
  readonly answersAfterSeconds?: number;
  readonly fails?: string;
}

interface Begun {
  readonly segment: number;
  readonly atSeconds: number;
}

/** Runs the series with so many segments; the last one ends it. */
async function run(segments: readonly Segment[]) {
  const begun: Begun[] = [];
  const machine = prepare(DEFINITION, {
    input: INPUT,
    handler: ({ payload }, clock) => {
      const { segment, taskToken } = Payload.parse(payload);
      const life = segments[begun.length] ?? { answersAfterSeconds: 1 };
      begun.push({ segment, atSeconds: machine.seconds() });
      if (life.fails) throw new StateFailure(life.fails, 'signal: killed', { explained: true });
      const more = begun.length < segments.length;
      void live(machine, { life, token: taskToken, more, until: clock.now() });
      return {};
    },
  });
  machine.execution.run();
  await machine.clock.drive(machine.execution.done);
  return { begun, ending: machine.execution.ending() };
}

interface Living {
  readonly life: Segment;
  readonly token: string;
  readonly more: boolean;
  readonly until: number;
}

async function live({ execution, clock }: MachineRun, { life, token, more, until: start }: Living) {
  const { signal } = new AbortController();
  const { beatEverySeconds = Infinity, answersAfterSeconds = Infinity } = life;
  const step = Math.min(beatEverySeconds, answersAfterSeconds);
  if (step === Infinity) return;
  for (let at = step; !execution.ending(); at += step) {
    await clock.sleepUntil(start + at * 1e6, signal);
    const over = at >= answersAfterSeconds;
    if (over) execution.answer(token, { ok: true, output: { more } });
    if (over || !execution.alive(token)) return;
  }
}

describe('a series of samples', () => {
  test('goes on with the next segment when one asks for it', async () => {
    const { begun, ending } = await run([
      { beatEverySeconds: 2.5, answersAfterSeconds: 60 },
      { answersAfterSeconds: 1 },
    ]);
    expect(begun).toEqual([
      { segment: 0, atSeconds: 0 },
      { segment: 1, atSeconds: 60 },
    ]);
    expect(ending).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('has a new segment ten seconds after one was last heard of', async () => {
    const { begun } = await run([{}, { answersAfterSeconds: 1 }]);
    expect(begun).toEqual([
      { segment: 0, atSeconds: 0 },
      { segment: 1, atSeconds: 10 },
    ]);
  });

  test('leaves a segment that is heard of alone until its time is up', async () => {
    const { begun } = await run([{ beatEverySeconds: 2.5 }, { answersAfterSeconds: 1 }]);
    expect(begun.map(({ atSeconds }) => atSeconds)).toEqual([0, 120]);
  });

  test.each(['Lambda.Unknown', 'Runtime.ExitError', 'Sandbox.Timedout'])(
    'has a new segment when the end of one is told as %s, and never the same again',
    async (fails) => {
      const { begun, ending } = await run([{ fails }, { answersAfterSeconds: 1 }]);
      expect(begun.map(({ segment }) => segment)).toEqual([0, 1]);
      expect(ending).toMatchObject({ status: 'SUCCEEDED' });
    },
  );

  test('tries the same segment again when its function was not reached', async () => {
    const { begun } = await run([{ fails: 'Lambda.TooManyRequestsException' }, { answersAfterSeconds: 1 }]);
    expect(begun.map(({ segment }) => segment)).toEqual([0, 0]);
  });

  test('fails when a segment cannot be started at all', async () => {
    const { ending } = await run([{ fails: 'Lambda.ResourceNotFoundException' }]);
    expect(ending).toMatchObject({ status: 'FAILED', error: 'SeriesFailed' });
  });
});
