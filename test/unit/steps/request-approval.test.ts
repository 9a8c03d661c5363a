import { describe, expect, it } from 'vitest';
import { makeRequestApproval } from '../../../lib/steps/request-approval.ts';
import { runInput } from '../../fakes/run-input.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';

const KEY = 'approvals/run-1/RequestApproval-0.json';
const approvals = {
  people: [{ name: 'Head of operations', contact: 'pager' }],
  needed: 1,
  timeoutSeconds: 900,
  validSeconds: 14_400,
  divergence: { needed: 2, timeoutSeconds: 900 },
};
const run = runInput({ approvals });

describe('RequestApproval', () => {
  it('asks with the digest, the generation, the targets and the expiry that an approval is bound to', async () => {
    const world = makeStepWorld();
    const event = stepEvent('RequestApproval', {}, { run, taskToken: 'token-1' });
    await makeRequestApproval(world)(event);
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toEqual({
      schemaVersion: 1,
      id: 'RequestApproval-0',
      run: 'run-1',
      kind: 'approval',
      scope: 'rehearsal',
      state: 'RequestApproval',
      about: 'InjectDisruption',
      plan: run.plan,
      generation: 7,
      targets: [
        'stop background jobs: invoicing',
        'promote orders-west in eu-west-1 in place of orders-north in eu-north-1',
        'send traffic from north to west',
      ],
      saw: 'a drill',
      initiator: null,
      people: approvals.people,
      needed: 1,
      choices: ['approve', 'deny', 'abort'],
      askedAt: '2026-03-01T12:00:00.000000Z',
      expiresAt: '2026-03-01T12:15:00.000000Z',
      round: 0,
      attempt: 0,
      taskToken: 'token-1',
    });
  });

  it('asks the same again under the token that is awaited now, and keeps the expiry', async () => {
    const world = makeStepWorld();
    const step = makeRequestApproval(world);
    await step(stepEvent('RequestApproval', {}, { run, taskToken: 'token-1' }));
    await world.clock.drive(world.clock.sleep(60_000));
    await step(stepEvent('RequestApproval', {}, { run, taskToken: 'token-2', attempt: 1 }));
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
      taskToken: 'token-2',
      expiresAt: '2026-03-01T12:15:00.000000Z',
    });
  });

  it('only opens its connection on a dry run', async () => {
    const world = makeStepWorld();
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run, dryRun: true }));
    expect(changesOf(world)).toEqual([]);
  });
});
