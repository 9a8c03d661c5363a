import { describe, expect, it } from 'vitest';
import { makeLoadHandlers } from '../../../lib/steps/load-handlers.ts';
import { StepEvent } from '../../../lib/steps/step/step-event.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';
import { itMeasuresDryCalls } from './dry-calls.ts';

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

  itMeasuresDryCalls('LoadHandlers', makeLoadHandlers);
});
