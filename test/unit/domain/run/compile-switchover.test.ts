import { describe, expect, it } from 'vitest';
import { compileSwitchover } from '../../../../lib/domain/run/compile-switchover.ts';
import { planOf, SMALL_PLAN } from '../plan/small-plan.ts';

const CONTEXT = {
  run: 'small-1',
  target: 'sandbox',
  scope: 'rehearsal',
  planSha256: '0123456789abcdef'.repeat(4),
  heartbeatStateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:heartbeat',
} as const;
const withDrill = (drill: string) => planOf(`${SMALL_PLAN}drills:\n  switchover: ${drill}\n`);

describe('a plan compiled into a switchover', () => {
  it('has the deadlines, the hold and the objectives of its drill', () => {
    const drill = '{ drainDeadline: PT2S, catchUpDeadline: PT40S, hold: PT1M, failback: false }';
    expect(compileSwitchover(withDrill(drill), { ...CONTEXT, conditions: ['slow-api=200ms'] })).toMatchObject(
      {
        kind: 'switchover',
        drainDeadlineSeconds: 2,
        catchUpDeadlineSeconds: 40,
        holdSeconds: 60,
        failback: false,
        objectives: { rtoSeconds: 3600, withoutSecondCopySeconds: 86_400 },
        conditions: ['slow-api=200ms'],
      },
    );
  });

  it('changes nothing on AWS that production uses without the word of the plan', () => {
    const onAws = { ...CONTEXT, target: 'aws', scope: 'live' } as const;
    expect(() => compileSwitchover(planOf(SMALL_PLAN), onAws)).toThrow(
      'plan small, drills.switchover.mode: saw isolated; expected live: a switchover changes what production uses',
    );
    const live = withDrill('{ mode: live, confirmLive: small }');
    expect(compileSwitchover(live, onAws)).toMatchObject({ target: 'aws', scope: 'live' });
  });
});
