import { describe, expect, it } from 'vitest';
import { makeHeartbeatSegment } from '../../../lib/steps/heartbeat-segment.ts';
import { makeFakeConnections } from '../../fakes/fake-connections.ts';
import { CONTROL_KEY, controlText, segmentEvent } from '../../fakes/segment-event.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

describe('HeartbeatSegment', () => {
  it('runs one segment of a series and answers its token itself', async () => {
    const world = makeStepWorld({ texts: { [CONTROL_KEY]: controlText({ stop: true }) } });
    const step = makeHeartbeatSegment({ ...world, connections: makeFakeConnections(world.clock) });
    await expect(world.clock.drive(step(segmentEvent('ledger', 3)))).resolves.toBeUndefined();
    expect(world.workflows.answers).toEqual([{ token: 'token-of-segment-3', output: { more: false } }]);
    expect(Object.keys(world.objects.stored())).toContain('runs/run-1/ledger/orders/3-end.json');
    expect(world.record.written).toEqual([]);
  });

  it('refuses an event that is no segment, before it samples anything', () => {
    const world = makeStepWorld();
    const step = makeHeartbeatSegment({ ...world, connections: makeFakeConnections(world.clock) });
    expect(() => step({ segment: -1 })).toThrow(expect.objectContaining({ name: 'ZodError' }));
    expect(world.journal).toEqual([]);
  });
});
