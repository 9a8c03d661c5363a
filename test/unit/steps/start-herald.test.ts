import { describe, expect, it } from 'vitest';
import { HeraldInput } from '../../../lib/domain/notice/herald-input.ts';
import { makeStartHerald } from '../../../lib/steps/start-herald.ts';
import { heraldInputWith } from '../../fakes/herald-input.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { EXECUTION, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld, superseded } from '../../fakes/step-world.ts';

const { notices } = heraldInputWith();
const event = stepEvent('StartHerald', {}, { run: runInput({ notices }) });

describe('StartHerald', () => {
  it('starts an execution that knows the run, by a name that is the key', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStartHerald(world)(event);
    expect(outcome).toEqual({ execution: 'arn:of:run-1-herald', problem: null });
    const [started] = world.workflows.started;
    expect(started).toMatchObject({ machineArn: notices.stateMachineArn, name: 'run-1-herald' });
    expect(HeraldInput.parse(started?.input)).toEqual(heraldInputWith({}, { executionArn: EXECUTION }));
  });

  it('tells it what somebody went past', async () => {
    const world = makeStepWorld();
    const real = realEvent({ breakGlass: 'nobody answers the phone', pastLever: 'the lever is forgotten' });
    await makeStartHerald(world)(stepEvent('StartHerald', {}, { run: runInput({ notices, real }) }));
    expect(HeraldInput.parse(world.workflows.started[0]?.input).overrides).toEqual({
      initiator: 'Carl',
      reason: '',
      advice: null,
      breakGlass: 'nobody answers the phone',
      despite: null,
      staleEvidence: null,
      pastLever: 'the lever is forgotten',
    });
  });

  it('does not fail the run when the herald cannot be started, and says why', async () => {
    const world = makeStepWorld();
    const workflows = { ...world.workflows, start: () => Promise.reject(new Error('no such machine')) };
    const { outcome } = await makeStartHerald({ ...world, workflows })(event);
    expect(outcome).toEqual({ execution: null, problem: 'no such machine' });
  });

  it('starts nothing for a run that announces itself nowhere, or that was superseded', async () => {
    const world = makeStepWorld();
    const { outcome } = await makeStartHerald(world)(stepEvent('StartHerald'));
    expect(outcome).toEqual({ execution: null, problem: 'the run announces itself nowhere' });
    const later = superseded(makeStepWorld());
    await expect(makeStartHerald(later)(event)).rejects.toThrow(/generation/);
    expect([...changesOf(world), ...changesOf(later)]).toEqual([]);
  });
});
