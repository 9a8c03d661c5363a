import { describe, expect, it } from 'vitest';
import { makeStartBackgroundJobs } from '../../../lib/steps/start-background-jobs.ts';
import { switchoverEvent, switchoverInput } from '../../fakes/switchover-event.ts';
import { changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const event = switchoverEvent('StartBackgroundJobs');
const START = 'jobs.start jobs/orders.json invoicing of run-1 7';

describe('StartBackgroundJobs', () => {
  it('opens the gate of the jobs once its intent is on record', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStartBackgroundJobs(world)(event);
    expect(outcome).toEqual({ jobs: [{ name: 'invoicing', started: true }], etag: '"open"' });
    expect(world.journal[2]).toBe(START);
  });

  it('calls nobody when the plan has no jobs, or the run was superseded', async () => {
    const world = makeStepWorld();
    await makeStartBackgroundJobs(world)({ ...event, run: switchoverInput({ backgroundJobs: [] }) });
    expect(changesOf(world)).toEqual([]);
    const late = superseded(makeStepWorld());
    await expect(makeStartBackgroundJobs(late)(event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(late)).toEqual([]);
  });
});
