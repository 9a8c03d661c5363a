import { describe, expect, it } from 'vitest';
import { makeRecordObjectives } from '../../../lib/steps/record-objectives.ts';
import { PLAN_TEXT, runInput } from '../../fakes/run-input.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { EXECUTION, stepEvent } from '../../fakes/step-event.ts';
import { changesOf, makeStepWorld } from '../../fakes/step-world.ts';
import { switchoverInput } from '../../fakes/switchover-event.ts';

const event = stepEvent('RecordObjectives');
const KEY = 'runs/run-1/plan.yaml';

describe('RecordObjectives', () => {
  it('puts the whole input on record before anything is disrupted', async () => {
    const world = makeStepWorld({ texts: { [KEY]: PLAN_TEXT } });
    const { outcome, pending } = await makeRecordObjectives(world)(event);
    expect(outcome).toEqual({ input: runInput(), executionArn: EXECUTION, toolVersion: '1.2.3' });
    expect(pending).toEqual([]);
    expect(world.record.written).toMatchObject([
      { kind: 'outcome', state: 'RecordObjectives', data: { toolVersion: '1.2.3' } },
    ]);
    expect(changesOf(world)).toEqual([]);
  });

  it('records a run that goes the other way as it was given, and not as its first leg sees it', async () => {
    const world = makeStepWorld({ texts: { [KEY]: PLAN_TEXT } });
    const run = switchoverInput({ turned: true });
    const { outcome } = await makeRecordObjectives(world)({ ...event, run });
    expect(outcome).toMatchObject({ input: run });
  });

  it('refuses a plan that is not the one that the run was compiled from', async () => {
    const world = makeStepWorld({ texts: { [KEY]: `${PLAN_TEXT}# edited\n` } });
    await expect(makeRecordObjectives(world)(event)).rejects.toMatchObject({
      name: 'PlanInvalid',
      message: `${KEY}: saw SHA-256 ${sha256(`${PLAN_TEXT}# edited\n`)}; expected ${sha256(PLAN_TEXT)}, the plan that this run was compiled from`,
    });
    expect(world.record.written).toEqual([]);
  });

  it('refuses a plan that is not there', async () => {
    await expect(makeRecordObjectives(makeStepWorld())(event)).rejects.toMatchObject({
      name: 'PlanInvalid',
      message: `${KEY}: saw SHA-256 none; expected ${sha256(PLAN_TEXT)}, the plan that this run was compiled from`,
    });
  });
});
