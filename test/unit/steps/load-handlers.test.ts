import { describe, expect, it } from 'vitest';
import { makeLoadHandlers } from '../../../lib/steps/load-handlers.ts';
import { StepEvent } from '../../../lib/steps/step.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = stepEvent('LoadHandlers');

describe('LoadHandlers', () => {
  it('calls every handler of the critical path once, all at the same time, by an event that changes nothing', async () => {
    const world = makeStepWorld();
    await makeLoadHandlers(world)(event);
    expect(world.handlers.events.map(({ name }) => name)).toEqual(['promote-replica', 'switch-traffic']);
    for (const sent of world.handlers.events)
      expect(StepEvent.parse(sent.event)).toMatchObject({ dryRun: true, pending: [], run: event.run });
    expect(changesOf(world)).toEqual([]);
  });

  it('measures how long each took to start', async () => {
    const world = makeStepWorld();
    const invoke = async (name: string) => {
      await world.clock.sleep(name === 'promote-replica' ? 130 : 250);
      return null;
    };
    const { outcome } = await world.clock.drive(makeLoadHandlers({ ...world, handlers: { invoke } })(event));
    expect(outcome).toEqual({
      handlers: [
        { name: 'promote-replica', seconds: 0.13 },
        { name: 'switch-traffic', seconds: 0.25 },
      ],
    });
  });

  it('fails with the failure of a handler that cannot get ready, before anything is disrupted', async () => {
    const world = makeStepWorld();
    const failure = new Error('switch-traffic: no such bucket');
    const invoke = () => Promise.reject(failure);
    await expect(makeLoadHandlers({ ...world, handlers: { invoke } })(event)).rejects.toBe(failure);
    expect(world.record.written).toEqual([]);
  });
});
