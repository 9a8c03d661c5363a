import { describe, expect, it } from 'vitest';
import type { HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { makePollDetection } from '../../../lib/steps/poll-detection.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const event = { ...stepEvent('PollDetection'), run: runInput({ databases: [ORDERS, LEDGER] }) };

function statusOf(source: string, detectedAt: string | null): Record<string, string> {
  const status: HeartbeatStatus = {
    role: 'ledger',
    source,
    segment: 0,
    at: '2026-03-01T12:00:00.000000Z',
    good: 30,
    bad: 3,
    lastGoodAt: '2026-03-01T11:59:59.000000Z',
    detectedAt,
    unhealthy: [],
  };
  return { [`runs/run-1/heartbeat/status/ledger-${source}.json`]: JSON.stringify(status) };
}

describe('PollDetection', () => {
  it('finds the first detection of any database in the status objects', async () => {
    const world = makeStepWorld({
      texts: {
        ...statusOf('orders', '2026-03-01T11:59:59.800000Z'),
        ...statusOf('ledger', '2026-03-01T11:59:59.700000Z'),
      },
    });
    expect((await makePollDetection(world)(event)).outcome).toEqual({
      detected: true,
      at: '2026-03-01T11:59:59.700000Z',
      via: 'status',
      finding: 'primary-unreachable',
    });
    expect(changesOf(world)).toEqual([]);
  });

  it('says that nothing was seen when no rule has fired', async () => {
    const world = makeStepWorld({ texts: statusOf('orders', null) });
    expect((await makePollDetection(world)(event)).outcome).toEqual({
      detected: false,
      at: null,
      via: 'none',
      finding: 'nothing-seen',
    });
  });

  it('says that nothing was seen when there is no status at all', async () => {
    const world = makeStepWorld();
    expect((await makePollDetection(world)(event)).outcome).toMatchObject({ detected: false });
    expect(world.record.written).toMatchObject([{ kind: 'outcome', state: 'PollDetection' }]);
  });
});
