import { describe, expect, it } from 'vitest';
import { makeStopBackgroundJobs } from '../../../lib/steps/stop-background-jobs.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, readyingOf, superseded } from '../../fakes/step-world.ts';

const event = stepEvent('StopBackgroundJobs');
const STOP = 'jobs.stop jobs/orders.json invoicing of run-1 7';

const NOW = '2026-03-01T12:00:00.000000Z';

describe('StopBackgroundJobs', () => {
  it('closes the gate of the jobs once its intent is on record', async () => {
    const world = makeStepWorld();
    const { outcome, pending } = await makeStopBackgroundJobs(world)(event);
    expect(outcome).toEqual({
      jobs: [{ name: 'invoicing', stopped: true }],
      etag: '"closed"',
      requestedAt: NOW,
      stoppedAt: NOW,
    });
    expect(world.journal.at(-1)).toBe(STOP);
    expect(world.journal).toHaveLength(3);
    expect(world.record.written).toMatchObject([
      { kind: 'intent', data: { key: 'jobs/orders.json', jobs: [{ name: 'invoicing' }] } },
    ]);
    expect(pending).toMatchObject([{ kind: 'outcome', data: outcome }]);
  });

  it('calls nobody when the plan has no jobs', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStopBackgroundJobs(world)({
      ...event,
      run: runInput({ backgroundJobs: [] }),
    });
    expect(outcome).toEqual({ jobs: [], etag: null, requestedAt: null, stoppedAt: null });
    expect(world.journal).toEqual([]);
  });

  it('stops nothing for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeStopBackgroundJobs(world)(event)).rejects.toMatchObject({
      name: 'GenerationSuperseded',
    });
    expect(changesOf(world)).toEqual([]);
    const control = makeStepWorld();
    await makeStopBackgroundJobs(control)(event);
    expect(changesOf(control)).toEqual([STOP]);
  });

  it('only checks its generation and looks at the gate on a dry run', async () => {
    const world = makeStepWorld();
    await makeStopBackgroundJobs(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
    expect(readyingOf(world)).toEqual(['jobs.look jobs/orders.json']);
  });
});
