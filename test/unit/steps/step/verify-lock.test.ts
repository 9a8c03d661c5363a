import { expect, it } from 'vitest';
import { GenerationSuperseded, RunAborted } from '../../../../lib/domain/failure.ts';
import { makeRequestApproval } from '../../../../lib/steps/request-approval.ts';
import { makeRequestDecision } from '../../../../lib/steps/request-decision.ts';
import { SEEN, stepEvent } from '../../../fakes/step-event.ts';
import { makeStepWorld } from '../../../fakes/step-world.ts';

const facts = { subject: 'locks/orders.json', seen: 'Ada asked to abort it', limit: 'nobody' };
const paused = { state: 'SwitchTraffic', error: 'States.Timeout', cause: '' };

function lockedBy(failure: Error) {
  const world = makeStepWorld();
  return { ...world, locks: { ...world.locks, verify: () => Promise.reject(failure) } };
}

it('a question is not waited for when somebody wants the run to end, and is there to be found', async () => {
  const world = lockedBy(new RunAborted(facts));
  const event = stepEvent('RequestApproval', {}, { taskToken: 'token', round: 0 });
  await expect(makeRequestApproval(world)(event)).rejects.toMatchObject({ name: 'RunAborted' });
  expect(Object.keys(world.objects.stored())).toContain('approvals/run-1/RequestApproval-0.json');
});

it('past the promotion it is waited for all the same, but not by a run that was superseded', async () => {
  const { PromoteReplica } = SEEN;
  const event = stepEvent('RequestDecision', { PromoteReplica }, { paused, taskToken: 'token', round: 1 });
  await expect(makeRequestDecision(lockedBy(new RunAborted(facts)))(event)).resolves.toBeUndefined();
  const superseded = lockedBy(new GenerationSuperseded(facts));
  await expect(makeRequestDecision(superseded)(event)).rejects.toMatchObject({
    name: 'GenerationSuperseded',
  });
});
