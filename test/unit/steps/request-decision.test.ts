import { describe, expect, it } from 'vitest';
import { PeopleRequest } from '../../../lib/domain/approval/people-request.ts';
import { makeRequestDecision } from '../../../lib/steps/request-decision.ts';
import { LEDGER, ORDERS, runInput } from '../../fakes/run-input.ts';
import { SEEN, stepEvent } from '../../fakes/step-event.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const paused = { state: 'VerifyServices', error: 'ServicesNotHealthy', cause: 'api: saw 503' };

async function asked(event: ReturnType<typeof stepEvent>) {
  const world = makeStepWorld();
  await makeRequestDecision(world)(event);
  const stored: unknown = JSON.parse(world.objects.stored()['approvals/run-1/RequestDecision-1.json'] ?? '');
  return stored;
}

describe('RequestDecision', () => {
  it('says what was seen, and offers the way back as long as nothing was promoted', async () => {
    const event = stepEvent('RequestDecision', {}, { paused, taskToken: 'token', round: 1 });
    expect(await asked(event)).toMatchObject({
      about: 'VerifyServices',
      saw: 'ServicesNotHealthy: api: saw 503',
      choices: ['retry', 'take-over', 'abort'],
    });
  });

  it('offers no way back past the promotion, and to leave out only what the plan allows', async () => {
    const run = runInput({ nonCritical: ['VerifyServices'] });
    const event = stepEvent(
      'RequestDecision',
      { PromoteReplica: SEEN.PromoteReplica },
      { paused, taskToken: 'token', round: 1, run },
    );
    expect(await asked(event)).toMatchObject({ choices: ['retry', 'take-over', 'skip'] });
  });

  it.each([
    ['StartHeartbeat', ['retry', 'abort']],
    ['DeferFence', ['retry', 'abort']],
    ['ProvePromotion', ['retry', 'abort']],
    ['PollDetection', ['retry', 'abort']],
    ['FenceOldPrimary', ['retry', 'take-over', 'abort']],
    ['StopBackgroundJobs', ['retry', 'take-over', 'abort']],
    ['SwitchTraffic', ['retry', 'take-over', 'abort']],
    ['PreFlight', ['retry', 'take-over', 'abort']],
  ])('offers to take %s over only where that can be proven', async (state, choices) => {
    const about = { ...paused, state };
    const event = stepEvent('RequestDecision', {}, { paused: about, taskToken: 'token', round: 1 });
    expect(await asked(event)).toMatchObject({ about: state, choices });
  });

  it.each(['PromoteReplica', 'ProvePromotion'])(
    'offers to go on without a database where %s failed, and there are others',
    async (state) => {
      const about = { ...paused, state };
      const several = runInput({ databases: [ORDERS, LEDGER] });
      const ofSeveral = stepEvent(
        'RequestDecision',
        {},
        { paused: about, taskToken: 'token', round: 1, run: several },
      );
      const { choices } = PeopleRequest.parse(await asked(ofSeveral));
      expect(choices).toContain('go-without');
      const elsewhere = { ...ofSeveral, paused };
      expect(PeopleRequest.parse(await asked(elsewhere)).choices).not.toContain('go-without');
    },
  );

  it('asks one person, and for half a day', async () => {
    const event = stepEvent('RequestDecision', {}, { paused, taskToken: 'token', round: 1 });
    expect(await asked(event)).toMatchObject({
      kind: 'decision',
      needed: 1,
      expiresAt: '2026-03-02T00:00:00.000000Z',
    });
  });

  it('says that it does not know where nothing was handed to it', async () => {
    const event = stepEvent('RequestDecision', {}, { taskToken: 'token', round: 1 });
    expect(await asked(event)).toMatchObject({ about: 'unknown', saw: 'unknown: unknown' });
  });

  it('offers none either when it was promoted without an answer, and goes forward', async () => {
    const about = { ...paused, state: 'PromoteReplica' };
    const event = stepEvent(
      'RequestDecision',
      {},
      { paused: about, taskToken: 'token', round: 1, forward: true },
    );
    expect(await asked(event)).toMatchObject({ choices: ['retry', 'take-over'] });
  });

  it('offers an abort where the promotion itself has failed: which way that leads is found out then', async () => {
    const about = { ...paused, state: 'PromoteReplica' };
    const event = stepEvent('RequestDecision', {}, { paused: about, taskToken: 'token', round: 1 });
    expect(await asked(event)).toMatchObject({
      about: 'PromoteReplica',
      choices: ['retry', 'take-over', 'abort'],
    });
  });
});
