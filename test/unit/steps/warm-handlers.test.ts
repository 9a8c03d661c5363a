import { describe, expect, it } from 'vitest';
import { makeWarmHandlers } from '../../../lib/steps/warm-handlers.ts';
import { StepEvent } from '../../../lib/steps/step/step-event.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';
import { itMeasuresDryCalls } from './dry-calls.ts';

const event = stepEvent('WarmHandlers');

describe('WarmHandlers', () => {
  it('calls every handler of the critical path, one after another, until it runs at its speed', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeWarmHandlers(world)(event);
    expect(outcome).toEqual({
      handlers: [
        { name: 'promote-replica', seconds: 0 },
        { name: 'switch-traffic', seconds: 0 },
      ],
    });
    expect(world.handlers.events.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 12 }, () => 'promote-replica'),
      ...Array.from({ length: 12 }, () => 'switch-traffic'),
    ]);
    expect(changesOf(world)).toEqual([]);
  });

  it('sends each a dry-run event that knows what was discovered, and nothing to be written', async () => {
    const world = makeStepWorld();
    const entry = {
      schemaVersion: 1,
      kind: 'outcome',
      state: 'DiscoverDatabases',
      attempt: 0,
      at: '2026-03-01T12:00:00.000000Z',
      data: {},
    } as const;
    await makeWarmHandlers(world)({ ...event, pending: [entry] });
    for (const sent of world.handlers.events) {
      const parsed = StepEvent.parse(sent.event);
      expect(parsed).toMatchObject({ dryRun: true, pending: [], run: event.run });
      expect(Object.keys(parsed.outcomes)).toEqual(['AcquireLock', 'DiscoverDatabases']);
    }
    expect(world.handlers.events).toHaveLength(24);
  });

  it('stops after ten seconds: a slow API must not keep a drill from beginning', async () => {
    const world = makeStepWorld();
    const called: string[] = [];
    const invoke = async (name: string) => {
      called.push(name);
      await world.clock.sleep(4_000);
      return null;
    };
    const { outcome } = await world.clock.drive(makeWarmHandlers({ ...world, handlers: { invoke } })(event));
    expect(called).toEqual(['promote-replica', 'promote-replica', 'promote-replica']);
    expect(outcome).toEqual({ handlers: [{ name: 'promote-replica', seconds: 4 }] });
  });

  it('goes on where an API throttles a call: the handler has been loaded before', async () => {
    const world = makeStepWorld();
    let calls = 0;
    const invoke = async () => {
      calls += 1;
      await world.clock.sleep(10);
      if (calls % 2 === 0) throw Object.assign(new Error('SlowDown'), { name: 'ThrottledUnknown' });
      return null;
    };
    const { outcome } = await world.clock.drive(makeWarmHandlers({ ...world, handlers: { invoke } })(event));
    expect(calls).toBe(24);
    expect(outcome).toEqual({
      handlers: [
        { name: 'promote-replica', seconds: 0.01 },
        { name: 'switch-traffic', seconds: 0.01 },
      ],
    });
  });

  itMeasuresDryCalls('WarmHandlers', makeWarmHandlers);
});
