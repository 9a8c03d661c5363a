import { describe, expect, it } from 'vitest';
import { RegionUnreachable } from '../../../lib/domain/failure.ts';
import type { InstanceRef } from '../../../lib/ports/databases.ts';
import type { OutcomeOf } from '../../../lib/domain/record/outcomes.ts';
import { DeferredFenceRequest } from '../../../lib/domain/fence/deferred-fence.ts';
import { makeDeferFence } from '../../../lib/steps/defer-fence.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { EXECUTION, SEEN, stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const KEY = 'fences/orders/run-1.json';
const unproven: OutcomeOf<'FenceOldPrimary'> = {
  databases: [
    { id: 'orders', proof: 'none', attempts: [] },
    { id: 'ledger', proof: 'probe', attempts: [] },
  ],
  waitedSeconds: 2,
};
const replica = { host: '10.1.0.1', port: 5432 };
const DiscoverDatabases = {
  databases: [
    { id: 'orders', primary: null, replica },
    { id: 'ledger', primary: { ...replica, securityGroups: [] }, replica },
  ],
};
const AcquireLock = { ...SEEN.AcquireLock, notTaken: [{ site: 'north', reason: 'no answer' }] };
const event = stepEvent(
  'DeferFence',
  { AcquireLock, DiscoverDatabases, FenceOldPrimary: unproven },
  { run: runInput({ databases: [ORDERS, LEDGER] }) },
);

/** A world whose primary region is silent, as it was when the run began. */
function inTheDark() {
  const world = makeStepWorld();
  const silent = new RegionUnreachable({ subject: 'RDS', seen: 'TimeoutError', limit: 'an answer' });
  const databases = {
    ...world.databases,
    describe: (ref: InstanceRef) =>
      ref.region === 'eu-north-1' ? Promise.reject(silent) : world.databases.describe(ref),
  };
  return { ...world, databases };
}

describe('DeferFence', () => {
  it('leaves what is unproven to an execution of its own, and says so in the bucket first', async () => {
    const world = inTheDark();
    const { outcome } = await makeDeferFence(world)(event);
    expect(outcome).toEqual({
      execution: 'arn:of:run-1-deferred-fence',
      key: KEY,
      databases: ['orders'],
      back: [],
    });
    const [started] = world.workflows.started;
    expect(started?.machineArn).toBe('arn:aws:states:eu-west-1:111122223333:stateMachine:deferred-fence');
    const request = DeferredFenceRequest.parse(started?.input);
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toEqual(request);
    expect(request).toMatchObject({
      run: 'run-1',
      owner: EXECUTION,
      lockKey: 'locks/orders.json',
      lockNotTaken: true,
      deferredAt: '2026-03-01T12:00:00.000000Z',
      databases: [
        { id: 'orders', primaryAddress: null, securityGroups: [], fencedRoles: ['app', 'heartbeat'] },
      ],
    });
    expect(changesOf(world)).toEqual([`objects.put ${KEY}`, 'workflows.start run-1-deferred-fence']);
  });

  it('fences at once an old primary that has come back while people were asked', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeDeferFence(world)(event);
    expect(outcome).toMatchObject({
      databases: ['orders'],
      back: [{ id: 'orders', address: { host: '10.0.0.1', port: 5432, securityGroups: ['sg-0a0a0a0a'] } }],
    });
    expect(changesOf(world)).toContain('workflows.start run-1-deferred-fence');
    expect(changesOf(world).filter((change) => change.startsWith('sessions.fence'))).toHaveLength(1);
  });

  it('starts the same execution with the same words when it is delivered twice', async () => {
    const world = inTheDark();
    await makeDeferFence(world)(event);
    await world.clock.advance(5_000);
    await makeDeferFence(world)({ ...event, attempt: 1 });
    const [first, second] = world.workflows.started;
    expect(second).toEqual(first);
  });

  it('knows a lock that the run has taken itself', async () => {
    const world = makeStepWorld();
    await makeDeferFence(world)({ ...event, outcomes: { ...event.outcomes, AcquireLock: SEEN.AcquireLock } });
    expect(world.workflows.started[0]?.input).toMatchObject({ lockNotTaken: false });
  });

  it('leaves nothing behind for a run that a later one has superseded', async () => {
    const world = superseded(makeStepWorld());
    await expect(makeDeferFence(world)(event)).rejects.toMatchObject({ name: 'GenerationSuperseded' });
    expect(changesOf(world)).toEqual([]);
  });

  it('changes nothing on a dry run', async () => {
    const world = makeStepWorld();
    await makeDeferFence(world)({ ...event, dryRun: true });
    expect(allChangesOf(world)).toEqual([]);
  });
});
