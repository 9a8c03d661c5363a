import { describe, expect, it } from 'vitest';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import { makeReleaseLock } from '../../../lib/steps/release-lock.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld, readyingOf } from '../../fakes/step-world.ts';

const event = stepEvent('ReleaseLock');
const BOTH = ['locks.release locks/orders.json 7', 'primaryLocks.release locks/orders.json 3'];

describe('ReleaseLock', () => {
  it('frees each lock by its own generation, and writes nothing to the sealed record', async () => {
    const world = makeStepWorld();
    await makeReleaseLock(world)(event);
    expect(allChangesOf(world)).toEqual(BOTH);
  });

  it('leaves alone the lock of a site that was not taken', async () => {
    const world = makeStepWorld();
    const AcquireLock = { ...SEEN.AcquireLock, alsoTaken: [] };
    await makeReleaseLock(world)(stepEvent('ReleaseLock', { AcquireLock }));
    expect(allChangesOf(world)).toEqual(['locks.release locks/orders.json 7']);
  });

  it('frees nothing when no lock was taken', async () => {
    const world = makeStepWorld();
    await makeReleaseLock(world)({ ...event, outcomes: {} });
    expect(readyingOf(world)).toEqual([]);
  });

  it('frees the other lock all the same when one site cannot be reached, and says so', async () => {
    const world = makeStepWorld();
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const primaryLocks = { ...world.primaryLocks, release: () => Promise.reject(unreachable) };
    await expect(makeReleaseLock({ ...world, primaryLocks })(event)).rejects.toBe(unreachable);
    expect(allChangesOf(world)).toEqual(['locks.release locks/orders.json 7']);
  });

  it('frees nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeReleaseLock(world)({ ...event, dryRun: true });
    expect(world.journal).toEqual([]);
  });
});
