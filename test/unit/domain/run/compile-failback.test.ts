import { describe, expect, it } from 'vitest';
import { failbackPlan } from '../../../../lib/domain/plan/failback-plan.ts';
import { compileReprotection, compileSwitchBack } from '../../../../lib/domain/run/compile-failback.ts';
import { compileSwitchover } from '../../../../lib/domain/run/compile-switchover.ts';
import { onLeg } from '../../../../lib/domain/run/leg.ts';
import { RunInput } from '../../../../lib/domain/run/run-input.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const CONTEXT = {
  run: 'small-1',
  target: 'sandbox',
  scope: 'rehearsal',
  planSha256: '0123456789abcdef'.repeat(4),
  heartbeatStateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:heartbeat',
} as const;
const CONFIRMED = {
  initiator: 'Carl',
  confirmed: 'small',
  how: 'typed',
  confirmedAt: '2027-02-01T01:59:00.000000Z',
} as const;
const THERE = compileSwitchover(planOf(SMALL_PLAN), CONTEXT);
const BACK = planOf(failbackPlan({ text: SMALL_PLAN, run: 'run-1' }));

describe('a failback', () => {
  it('begins with the roles as the failover has left them, and holds nothing', () => {
    const protect = { stage: 'protect', failoverRun: 'run-1', promotedAt: null } as const;
    const input = compileReprotection(BACK, CONTEXT, protect);
    expect(input).toMatchObject({ reprotection: protect, holdSeconds: 0, failback: false });
    expect(onLeg(input, 'there').databases).toEqual(THERE.databases);
  });

  it('goes from the site that was failed over to, with record, locks and switch where they were', () => {
    const input = compileSwitchBack(BACK, CONTEXT);
    expect(input.sites).toEqual(THERE.sites);
    expect([input.switchKey, input.plan.name]).toEqual([THERE.switchKey, THERE.plan.name]);
    const { sites, databases } = onLeg(input, 'there');
    expect(sites).toEqual({ primary: THERE.sites.recovery, recovery: THERE.sites.primary });
    expect(databases.map(({ primary, replica }) => [primary, replica])).toEqual(
      THERE.databases.map(({ primary, replica }) => [replica, primary]),
    );
    expect(input.failback).toBe(false);
  });

  it('keeps the window that a person has given, and has none otherwise', () => {
    const window = { from: '2027-02-01T02:00:00.000000Z', to: '2027-02-01T04:00:00.000000Z' };
    expect(compileSwitchBack(BACK, { ...CONTEXT, window })).toMatchObject({ window });
    expect(compileSwitchBack(BACK, CONTEXT)).not.toHaveProperty('window');
  });

  it('keeps who has confirmed each of its stages, when and how, as what is recorded of it', () => {
    const protect = { stage: 'protect', failoverRun: 'run-1', promotedAt: null } as const;
    const context = { ...CONTEXT, confirmation: CONFIRMED };
    for (const input of [compileReprotection(BACK, context, protect), compileSwitchBack(BACK, context)])
      expect(RunInput.parse(input)).toMatchObject({ confirmation: CONFIRMED });
  });

  it('is read as it was where it is of before confirmations were recorded', () => {
    const input = compileSwitchBack(BACK, CONTEXT);
    expect(input).not.toHaveProperty('confirmation');
    expect(RunInput.parse(input)).toEqual(input);
    expect(RunInput.parse(THERE)).not.toHaveProperty('confirmation');
  });
});
