import { describe, expect, test } from 'vitest';
import { workflowOf } from '../../../lib/deployment/deployment.ts';
import { StateFailure } from '../../../lib/sandbox/states/asl/state-failure.ts';
import { prepare } from '../sandbox/states/run-machine.ts';

const DEFINITION = workflowOf(
  'herald',
  (handler) => `arn:aws:lambda:eu-west-1:123456789012:function:${handler}`,
);

type Segment = { readonly more: boolean; readonly waitUntil: string | null } | string;

/** Runs the herald with segments that answer, or fail, in turn; the last one goes on for ever. */
async function run(...segments: readonly Segment[]) {
  let called = 0;
  const machine = prepare(DEFINITION, {
    input: { run: 'run-1' },
    handler: () => {
      const segment = segments[Math.min(called, segments.length - 1)] ?? 'none';
      called += 1;
      if (typeof segment === 'string') throw new StateFailure(segment, 'signal: killed', { explained: true });
      return segment;
    },
  });
  const startedAt = machine.clock.now();
  machine.execution.run();
  await machine.clock.drive(machine.execution.done);
  return { called, ending: machine.execution.ending(), seconds: machine.seconds(), startedAt };
}

const MORE = { more: true, waitUntil: null };
const OVER = { more: false, waitUntil: null };

describe('the herald', () => {
  test('goes on segment by segment until all is told', async () => {
    const { called, ending } = await run(MORE, MORE, OVER);
    expect({ called, ending }).toMatchObject({ called: 3, ending: { status: 'SUCCEEDED' } });
  });

  test.each(['Runtime.ExitError', 'States.Timeout', 'RegionUnreachable'])(
    'has a new segment two seconds after one ended as %s',
    async (error) => {
      const { called, ending, seconds } = await run(error, OVER);
      expect({ called, ending, seconds }).toMatchObject({
        called: 2,
        ending: { status: 'SUCCEEDED' },
        seconds: 2,
      });
    },
  );

  test('waits for the end of quiet hours, without a function that waits', async () => {
    const { clock } = prepare(DEFINITION);
    const until = `${new Date(clock.now() / 1000 + 7 * 3600_000).toISOString().slice(0, 19)}Z`;
    const { called, seconds } = await run({ more: true, waitUntil: until }, OVER);
    expect(called).toBe(2);
    expect(Math.round(seconds)).toBe(7 * 3600);
  });

  test('ends as failed where no segment ever answers', async () => {
    expect(await run('Runtime.ExitError')).toMatchObject({
      called: 100,
      ending: { status: 'FAILED', error: 'HeraldFailed' },
    });
  });
});
