import { describe, expect, it } from 'vitest';
import { makeRequestAcceptance } from '../../../lib/steps/request-acceptance.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const FenceOldPrimary = {
  databases: [
    {
      id: 'orders',
      proof: 'none' as const,
      attempts: [
        { rung: 'receipt' as const, result: 'failed' as const, detail: 'none', seconds: 0 },
        { rung: 'probe' as const, result: 'unreachable' as const, detail: 'silence', seconds: 2 },
      ],
    },
    { id: 'stock', proof: 'none' as const, attempts: [] },
    { id: 'ledger', proof: 'probe' as const, attempts: [] },
  ],
  waitedSeconds: 2,
};

describe('RequestAcceptance', () => {
  it('asks two people at least, and says of which database nothing is proven, and why', async () => {
    const world = makeStepWorld();
    const event = stepEvent(
      'RequestAcceptance',
      { FenceOldPrimary },
      { run: runInput(), taskToken: 'token', round: 2 },
    );
    await makeRequestAcceptance(world)(event);
    const asked: unknown = JSON.parse(
      world.objects.stored()['approvals/run-1/RequestAcceptance-2.json'] ?? '',
    );
    expect(asked).toMatchObject({
      kind: 'divergence',
      about: 'FenceOldPrimary',
      needed: 2,
      saw: 'orders: receipt failed, probe unreachable; stock: ',
      choices: ['approve', 'deny', 'abort'],
      watched: { run: 'run-1', databases: ['orders'] },
      expiresAt: '2026-03-01T12:15:00.000000Z',
    });
  });
});
