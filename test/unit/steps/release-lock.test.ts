import { describe, expect, it } from 'vitest';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import { makeReleaseLock } from '../../../lib/steps/release-lock.ts';
import { GENERATION, makeFakeLocks } from '../../fakes/fake-locks.ts';
import { EXECUTION, SEEN, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('ReleaseLock');
const BOTH = ['locks.release locks/orders.json 7', 'primaryLocks.release locks/orders.json 3'];

/** A world in which the run, or another one, holds both locks. */
function heldBy(owner: string) {
  const world = makeStepWorld();
  const held = { key: 'locks/orders.json', run: 'run-1', owner };
  const primary = { generation: 3, name: 'primaryLocks', held: { ...held, generation: 3 } };
  return {
    ...world,
    locks: makeFakeLocks(world.journal, { held: { ...held, generation: GENERATION } }),
    primaryLocks: makeFakeLocks(world.journal, primary),
  };
}

describe('ReleaseLock', () => {
  it('frees each lock by its own generation, and writes nothing to the sealed record', async () => {
    const world = heldBy(EXECUTION);
    await makeReleaseLock(world)(event);
    expect(allChangesOf(world).toSorted()).toEqual(BOTH);
  });

  const notTaken = [{ site: 'north', reason: 'silent' }];
  const withoutPrimary = stepEvent('ReleaseLock', {
    AcquireLock: { ...SEEN.AcquireLock, alsoTaken: [], notTaken },
  });

  it('frees what a first delivery took at a site that a second one could not reach', async () => {
    const world = heldBy(EXECUTION);
    await makeReleaseLock(world)(withoutPrimary);
    expect(allChangesOf(world).toSorted()).toEqual(BOTH);
  });

  it('ends well where a site that was not taken is still out of reach', async () => {
    const world = heldBy(EXECUTION);
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const primaryLocks = { ...world.primaryLocks, holder: () => Promise.reject(unreachable) };
    await makeReleaseLock({ ...world, primaryLocks })(withoutPrimary);
    expect(allChangesOf(world)).toEqual(['locks.release locks/orders.json 7']);
    const broken = new Error('no access');
    const denied = { ...world.primaryLocks, holder: () => Promise.reject(broken) };
    await expect(makeReleaseLock({ ...world, primaryLocks: denied })(withoutPrimary)).rejects.toBe(broken);
  });

  it('frees the lock of its own site although that of another one was not taken', async () => {
    const world = heldBy(EXECUTION);
    const AcquireLock = { ...SEEN.AcquireLock, notTaken: [{ site: 'elsewhere', reason: 'silent' }] };
    await makeReleaseLock(world)(stepEvent('ReleaseLock', { AcquireLock }));
    expect(allChangesOf(world).toSorted()).toEqual(BOTH);
  });

  it('has nothing to free where nobody holds a lock', async () => {
    const world = makeStepWorld();
    await makeReleaseLock(world)(event);
    expect(allChangesOf(world)).toEqual([]);
  });

  it('frees what it holds when the step that took it left no outcome', async () => {
    const world = heldBy(EXECUTION);
    await makeReleaseLock(world)({ ...event, outcomes: {} });
    expect(allChangesOf(world).toSorted()).toEqual(BOTH);
  });

  it('frees nothing that another run holds', async () => {
    const world = heldBy('arn:another');
    await makeReleaseLock(world)(event);
    expect(allChangesOf(world)).toEqual([]);
  });

  it('frees the locks of the run that it finishes', async () => {
    const world = heldBy('arn:dead');
    const failure = { state: 'Hold', error: 'RunEnded', cause: 'ABORTED' };
    const finish = {
      executionArn: 'arn:dead',
      firstAttempt: 1,
      outcomes: {},
      undecided: [],
      failure,
      sealed: false,
    };
    await makeReleaseLock(world)({ ...event, run: { ...event.run, finish } });
    expect(allChangesOf(world).toSorted()).toEqual(BOTH);
  });

  it('frees the other lock all the same when one site cannot be reached, and says so', async () => {
    const world = heldBy(EXECUTION);
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const primaryLocks = { ...world.primaryLocks, release: () => Promise.reject(unreachable) };
    await expect(makeReleaseLock({ ...world, primaryLocks })(event)).rejects.toBe(unreachable);
    expect(allChangesOf(world)).toEqual(['locks.release locks/orders.json 7']);
  });

  it('of a real run that got no lock, a region that is silent is not waited for', async () => {
    const world = makeStepWorld();
    const unreachable = new RegionUnreachable({ subject: 's3', seen: 'TimeoutError', limit: 'an answer' });
    const primaryLocks = { ...world.primaryLocks, holder: () => Promise.reject(unreachable) };
    const release = makeReleaseLock({ ...world, primaryLocks });
    const refused = { ...event, outcomes: {} };
    const real = { ...event.run, scope: 'real' };
    await expect(release({ ...refused, run: real })).resolves.toBeUndefined();
    await expect(release({ ...refused, run: event.run })).rejects.toBe(unreachable);
    await expect(release({ ...event, run: real })).rejects.toBe(unreachable);
  });

  it('frees nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeReleaseLock(world)({ ...event, dryRun: true });
    expect(world.journal).toEqual([]);
  });
});
