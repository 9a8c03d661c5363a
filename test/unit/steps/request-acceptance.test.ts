import { describe, expect, it } from 'vitest';
import { makeRequestAcceptance } from '../../../lib/steps/request-acceptance.ts';
import { realEvent } from '../../fakes/real-event.ts';
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

const APPROVALS = {
  ...runInput().approvals,
  people: ['Ben', 'Cleo'].map((name) => ({ name, contact: '' })),
};

describe('RequestAcceptance', () => {
  it('asks two people at least, and says of which database nothing is proven, and why', async () => {
    const world = makeStepWorld();
    const event = stepEvent(
      'RequestAcceptance',
      { FenceOldPrimary },
      { run: runInput({ approvals: APPROVALS }), taskToken: 'token', round: 2 },
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

  it.each([
    ['nobody', [], '0 whom the plan names beside ops'],
    ['the initiator and one other', ['Ops', 'Ben'], '1 whom the plan names beside ops (Ben)'],
    ['one person twice', ['Ben', ' ben'], '1 whom the plan names beside ops ( ben)'],
  ])('asks nobody where the plan names %s, and says so at once', async (_, names, seen) => {
    const world = makeStepWorld();
    const approvals = {
      ...runInput().approvals,
      people: names.map((name) => ({ name, contact: '' })),
      divergence: { needed: 2, timeoutSeconds: 900 },
    };
    const run = runInput({ scope: 'real', real: realEvent({ initiator: 'ops' }), approvals });
    const event = stepEvent('RequestAcceptance', { FenceOldPrimary }, { run, taskToken: 'token' });
    await expect(makeRequestAcceptance(world)(event)).rejects.toMatchObject({
      name: 'NobodyCanAnswer',
      message: `the divergence that an unproven fence may bring: saw ${seen}; expected 2 who accept it: nobody can, so that nothing is promoted without a proof of the fence. Try the fence again, or abort`,
    });
    expect(world.objects.stored()).toEqual({});
  });
});
