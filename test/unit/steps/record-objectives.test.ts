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

  describe('from the console', () => {
    const approvals = {
      people: [
        { name: 'Anna', contact: '' },
        { name: ' ben ', contact: '' },
      ],
      needed: 2,
      timeoutSeconds: 600,
      validSeconds: 3_600,
      divergence: { needed: 3, timeoutSeconds: 600 },
    };
    const real = { needed: 2, timeout: 'PT10M' };
    const plan = (
      text = JSON.stringify({
        people: [{ name: 'Anna' }, { name: 'Ben' }],
        real,
        drill: { needed: 1 },
        divergence: { needed: 3, timeout: 'PT10M' },
        expiry: 'PT1H',
      }),
    ) => `name: orders\napprovals: ${text}\n`;
    const recorded = (
      given: Partial<typeof approvals>,
      { text = plan(), scope = 'real' }: { readonly text?: string; readonly scope?: 'real' | 'live' } = {},
    ) => {
      const world = makeStepWorld({ texts: { [KEY]: text } });
      const sha = { name: 'orders', sha256: sha256(text) };
      const run = runInput({ scope, plan: sha, approvals: { ...approvals, ...given } });
      return makeRecordObjectives(world)({ ...event, run });
    };

    it('takes an input that asks for what the plan asks for, or for more', async () => {
      await expect(recorded({})).resolves.toMatchObject({ pending: [] });
      const [one] = approvals.people;
      const more = { people: one ? [one] : [], needed: 3, timeoutSeconds: 60, validSeconds: 60 };
      await expect(
        recorded({ ...more, divergence: { needed: 4, timeoutSeconds: 60 } }),
      ).resolves.toMatchObject({ pending: [] });
    });

    it('refuses one that asks for less, and says where', async () => {
      const weaker = {
        people: [...approvals.people, { name: 'Mallory', contact: '' }],
        needed: 0,
        timeoutSeconds: 601,
        validSeconds: 3_601,
        divergence: { needed: 2, timeoutSeconds: 601 },
      };
      await expect(recorded(weaker)).rejects.toMatchObject({
        name: 'PlanInvalid',
        message:
          'approvals in the input of run-1: saw Mallory may approve, whom the plan does not name; 0 approvals instead of 2; a request for approval stays open for 601 s instead of 600 s; an approval is valid for 3601 s instead of 3600 s; 2 acceptances of an unproven fence instead of 3; a request for acceptance stays open for 601 s instead of 600 s; expected what runs/run-1/plan.yaml asks for, or more',
      });
    });

    it('holds a drill against what the plan asks of a drill', async () => {
      await expect(recorded({ needed: 1, timeoutSeconds: 900 }, { scope: 'live' })).resolves.toMatchObject({
        pending: [],
      });
      await expect(recorded({ needed: 0 }, { scope: 'live' })).rejects.toMatchObject({
        message: expect.stringContaining('saw 0 approvals instead of 1; expected'),
      });
    });

    it.each(['', 'approvals: [', 'approvals: { needed: 7 }'])(
      'refuses a plan that cannot be read for it: %s',
      async (text) => {
        await expect(recorded({}, { text })).rejects.toMatchObject({
          message: expect.stringContaining('saw a plan that cannot be read for them; expected'),
        });
      },
    );
  });

  it('refuses a plan that is not there', async () => {
    await expect(makeRecordObjectives(makeStepWorld())(event)).rejects.toMatchObject({
      name: 'PlanInvalid',
      message: `${KEY}: saw SHA-256 none; expected ${sha256(PLAN_TEXT)}, the plan that this run was compiled from`,
    });
  });
});
