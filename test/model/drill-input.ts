import { CRITICAL_HANDLERS } from '../../lib/domain/run/compile-failover.ts';
import type { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { runInput } from '../fakes/run-input.ts';
import { MACHINES } from './model-states.ts';

/** Samples that are far apart make a model quick, and its bounds wide. */
const HEARTBEAT = {
  intervalSeconds: 1,
  attemptTimeoutSeconds: 2,
  goodToRecover: 3,
  segmentSeconds: 600,
  stateMachineArn: MACHINES.heartbeat,
};

/** What a drill in the model is started with. */
export function drillInput(run: string, more: Partial<FailoverInput> = {}): FailoverInput {
  return runInput({
    run,
    heartbeat: HEARTBEAT,
    criticalHandlers: [...CRITICAL_HANDLERS],
    detect: { failures: 3, withinSeconds: 10, timeoutSeconds: 30 },
    ...more,
  });
}

/** One person approves, two accept a divergence; whoever starts a real run is Dora. */
export const APPROVALS: FailoverInput['approvals'] = {
  people: ['Ada', 'Ben', 'Cleo'].map((name) => ({ name, contact: `${name}@example.org` })),
  needed: 1,
  timeoutSeconds: 600,
  validSeconds: 600,
  divergence: { needed: 2, timeoutSeconds: 600 },
};

export const NOTICES: FailoverInput['notices'] = {
  topics: ['arn:aws:sns:eu-west-1:111122223333:on-call'],
  quietHours: null,
  timeZone: 'Europe/Berlin',
  console: null,
  stateMachineArn: MACHINES.failover.replace('failover', 'herald'),
};

/** What a real failover in the model is started with. */
export function realInput(run: string, more: Partial<FailoverInput> = {}): FailoverInput {
  return drillInput(run, {
    scope: 'real',
    preempt: true,
    approvals: APPROVALS,
    nonCritical: ['StopBackgroundJobs'],
    disruption: { adapter: 'none', fault: 'region-loss', conditions: [] },
    real: {
      initiator: 'Dora',
      reason: 'users cannot order',
      confirmed: 'orders',
      how: 'typed',
      confirmedAt: '2026-03-01T12:00:00.000000Z',
      printedAt: null,
      advice: null,
      shown: [],
      despite: null,
      staleEvidence: 'a model has none',
      pastLever: null,
      breakGlass: null,
      gates: [],
      adopted: [],
    },
    ...more,
  });
}
