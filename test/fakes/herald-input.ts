import { HeraldInput } from '../../lib/domain/notice/herald-input.ts';
import type { RunSeen, ToldJudgement } from '../../lib/domain/notice/run-seen.ts';
import { EXECUTION } from './step-event.ts';
import { runInput } from './run-input.ts';

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:on-call';

/** What a herald is started with, for the small run of the other fakes. */
export function heraldInputWith(
  notices: Partial<HeraldInput['notices']> = {},
  overrides: Partial<HeraldInput> = {},
): HeraldInput {
  const { run, kind, scope, plan, sites } = runInput();
  const stateMachineArn = 'arn:aws:states:eu-west-1:111122223333:stateMachine:herald';
  const { bucket, region } = sites.recovery;
  return HeraldInput.parse({
    run,
    kind,
    scope,
    plan,
    sites,
    executionArn: EXECUTION,
    notices: {
      topics: [TOPIC],
      quietHours: null,
      timeZone: 'Europe/Berlin',
      console: null,
      stateMachineArn,
      ...notices,
    },
    bucket,
    region,
    ...overrides,
  });
}

export const MET: ToldJudgement = {
  verdicts: {
    overall: 'met',
    drill: 'met',
    rto: 'met',
    rpo: 'met',
    data: 'met',
    hold: 'met',
    cleanup: 'met',
  },
  reasons: {},
  rto: { seconds: 12.25, lowSeconds: 12, highSeconds: 12.25, targetSeconds: 3600 },
  rpo: { seconds: 0.04, lowSeconds: 0, highSeconds: 0.04, targetSeconds: 60 },
};

export function seenOf(seen: Partial<RunSeen>): RunSeen {
  return { events: [], status: 'RUNNING', judgement: null, failure: null, requests: [], fence: [], ...seen };
}
