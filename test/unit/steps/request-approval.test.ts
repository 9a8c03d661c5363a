import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { makeRequestApproval } from '../../../lib/steps/request-approval.ts';
import { realEvent } from '../../fakes/real-event.ts';
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
      watched: null,
      shown: null,
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

  it('says that who answers has a pseudonym, where the run has no names', async () => {
    const world = makeStepWorld();
    const nameless = { ...run, pseudonyms: true as const };
    await makeRequestApproval(world)(
      stepEvent('RequestApproval', {}, { run: nameless, taskToken: 'token-1' }),
    );
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({ pseudonyms: true });
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

  it('writes down first what the states before have left to it', async () => {
    const world = makeStepWorld();
    const pending: StepEntry = {
      schemaVersion: 1,
      kind: 'outcome',
      state: 'PreFlight',
      attempt: 0,
      at: '2026-03-01T11:59:59.000000Z',
      data: {},
    };
    const event = stepEvent('RequestApproval', {}, { run, taskToken: 'token-1', pending: [pending] });
    await makeRequestApproval(world)(event);
    expect(world.record.written).toEqual([pending]);
    expect(changesOf(world)).toEqual([`objects.put ${KEY}`]);
  });

  it.each([
    ['2026-03-01T11:59:58.000000Z', 'region-lost, since 2026-03-01T11:59:58.000000Z'],
    [null, 'region-lost'],
  ])('says what was found to be lost, and since when (%s)', async (at, saw) => {
    const world = makeStepWorld();
    const PollDetection = {
      detected: at !== null,
      at,
      via: 'status' as const,
      finding: 'region-lost' as const,
      evidence: [],
      against: null,
      lookedAt: null,
    };
    const event = stepEvent('RequestApproval', { PollDetection }, { run, taskToken: 'token-1' });
    await makeRequestApproval(world)(event);
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({ saw });
  });

  it('says that one region alone has seen it', async () => {
    const world = makeStepWorld();
    const at = '2026-03-01T11:59:58.000000Z';
    const look = { subject: 'endpoint', seen: 'ETIMEDOUT', shows: 'silence', at } as const;
    const PollDetection = {
      detected: true,
      at,
      via: 'status' as const,
      finding: 'region-lost' as const,
      evidence: [{ ...look, vantage: 'eu-west-1' }],
      against: null,
      lookedAt: null,
    };
    const event = stepEvent('RequestApproval', { PollDetection }, { run, taskToken: 'token-1' });
    await makeRequestApproval(world)(event);
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
      saw: `region-lost, since ${at}, as seen from eu-west-1 alone: a cut link looks the same from there`,
    });
  });

  it.each([
    [realEvent(), 'what is lost was not looked at'],
    [realEvent({ reason: 'the bank calls' }), 'what is lost was not looked at; Carl says: the bank calls'],
    [
      realEvent({ reason: 'the bank calls', despite: 'the gate is closed' }),
      'what is lost was not looked at; Carl says: the bank calls; despite that: the gate is closed',
    ],
    [
      realEvent({ despite: 'the gate is closed' }),
      'what is lost was not looked at; despite that: the gate is closed',
    ],
    [
      realEvent({ advice: { recommendation: 'look closer', reason: 'no other region has confirmed it' } }),
      'what is lost was not looked at; when it was started: LOOK CLOSER, no other region has confirmed it',
    ],
  ])(
    'of a real event asks before the failover is declared, and says why it is wanted (%#)',
    async (real, saw) => {
      const world = makeStepWorld();
      const given = runInput({ approvals: { ...approvals, needed: 0 }, scope: 'real', real });
      await makeRequestApproval(world)(
        stepEvent('RequestApproval', {}, { run: given, taskToken: 'token-1' }),
      );
      expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
        about: 'DeclareFailover',
        scope: 'real',
        saw,
        watched: { run: 'run-1', databases: ['orders'] },
        initiator: 'Carl',
        needed: 1,
      });
    },
  );

  it('shows those who are asked what whoever started it has read of the loss', async () => {
    const world = makeStepWorld();
    const lines = ['UNKNOWN: what was seen allows no conclusion', 'LOOK CLOSER: a cut link looks the same'];
    const advice = { recommendation: 'look closer', reason: 'a cut link looks the same' } as const;
    const real = realEvent({ advice, shown: lines, reason: 'the bank calls' });
    const given = runInput({ approvals, scope: 'real', real });
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run: given, taskToken: 'token-1' }));
    const shown = { at: '2026-03-01T11:59:50.000000Z', lines };
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
      shown,
      saw: 'what is lost was not looked at; Carl says: the bank calls',
    });
  });

  it('says at once where fewer may approve than have to', async () => {
    const world = makeStepWorld();
    const real = realEvent({ initiator: 'head of  operations' });
    const given = runInput({ approvals, scope: 'real', real });
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run: given, taskToken: 'token-1' }));
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
      saw: 'NOBODY CAN APPROVE IT: 1 have to, and 0 may; `abort` ends it; what is lost was not looked at',
    });
  });

  it('asks as many as the plan says, and for no longer than an approval is valid', async () => {
    const world = makeStepWorld();
    const people = ['Ben', 'Cleo'].map((name) => ({ name, contact: '' }));
    const given = runInput({ approvals: { ...approvals, people, needed: 2, validSeconds: 60.5 } });
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run: given, taskToken: 'token-1' }));
    expect(JSON.parse(world.objects.stored()[KEY] ?? '')).toMatchObject({
      needed: 2,
      expiresAt: '2026-03-01T12:01:00.500000Z',
    });
  });

  it('asks nobody without a token to answer', async () => {
    const world = makeStepWorld();
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run }));
    expect(changesOf(world)).toEqual([]);
    expect(world.journal).toEqual(['objects.get approvals/run-1/']);
  });

  it('only opens its connection on a dry run', async () => {
    const world = makeStepWorld();
    await makeRequestApproval(world)(stepEvent('RequestApproval', {}, { run, dryRun: true }));
    expect(changesOf(world)).toEqual([]);
  });
});
