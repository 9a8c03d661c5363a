import { describe, expect, it } from 'vitest';
import { makeAwaitDetection } from '../../../lib/steps/await-detection.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const KEY = 'runs/run-1/heartbeat/control.json';
const PENDING: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'InjectDisruption',
  attempt: 0,
  at: '2026-03-01T12:00:00.000000Z',
  data: {},
};

describe('AwaitDetection', () => {
  it('hands its token and what is still to be written to the heartbeat', async () => {
    const world = makeStepWorld();
    const event = stepEvent('AwaitDetection', {}, { attempt: 1, taskToken: 'token-1', pending: [PENDING] });
    await expect(makeAwaitDetection(world)(event)).resolves.toBeUndefined();
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toEqual({
      stop: false,
      detection: { taskToken: 'token-1', state: 'AwaitDetection', attempt: 1, pending: [PENDING] },
    });
  });

  it('lets the token of a retry win', async () => {
    const world = makeStepWorld();
    const step = makeAwaitDetection(world);
    await step(stepEvent('AwaitDetection', {}, { taskToken: 'token-1' }));
    await step(stepEvent('AwaitDetection', {}, { taskToken: 'token-2', attempt: 1 }));
    expect(world.objects.stored()[KEY]).toContain('"taskToken":"token-2"');
    expect(world.objects.stored()[KEY]).not.toContain('token-1');
  });

  it('writes nothing to the record: the answer to the token carries the outcome', async () => {
    const world = makeStepWorld();
    await makeAwaitDetection(world)(stepEvent('AwaitDetection', {}, { taskToken: 'token-1' }));
    expect(world.journal).toEqual([`objects.put ${KEY}`]);
  });

  it('only opens its connection on a dry run', async () => {
    const world = makeStepWorld();
    await makeAwaitDetection(world)(stepEvent('AwaitDetection', {}, { taskToken: 'token', dryRun: true }));
    expect(changesOf(world)).toEqual([]);
    expect(world.journal).toEqual([`objects.get ${KEY}`]);
  });
});
