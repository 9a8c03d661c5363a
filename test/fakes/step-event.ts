import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';
import type { StepEvent } from '../../lib/steps/step/step-event.ts';
import { RECEIPT } from './fake-disruption.ts';
import { PRIMARY_SERVER, STREAMING } from './fake-sessions.ts';
import { GENERATION } from './fake-locks.ts';
import { runInput } from './run-input.ts';

export const EXECUTION = 'arn:aws:states:eu-west-1:111122223333:execution:failover:run-1';

type Outcomes = { readonly [S in StateName]?: OutcomeOf<S> };

const primary = identityOf(PRIMARY_SERVER);
const replica = identityOf(STREAMING);

/** What the states before the critical path saw in a run that goes well. */
export const SEEN = {
  AcquireLock: {
    site: 'west',
    key: 'locks/orders.json',
    owner: EXECUTION,
    generation: GENERATION,
    takenOverFrom: null,
    preempted: null,
    alsoTaken: [{ site: 'north', generation: 3 }],
    notTaken: [],
  },
  DiscoverDatabases: {
    databases: [
      {
        id: 'orders',
        primary: { host: '10.0.0.1', port: 5432 },
        replica: { host: '10.1.0.1', port: 5432 },
      },
    ],
  },
  ApplyConditions: { experiments: [] },
  StartHeartbeat: {
    startedAt: '2026-03-01T11:59:30.000000Z',
    executions: [
      { role: 'ledger', database: 'orders', arn: 'arn:of:ledger' },
      { role: 'stale', database: 'orders', arn: 'arn:of:stale' },
      { role: 'health', database: null, arn: 'arn:of:health' },
    ],
    from: [],
  },
  PreFlight: { checks: [], databases: [{ id: 'orders', primary, replica, claimedLagSeconds: 0.04 }] },
  InjectDisruption: {
    adapter: 'fis',
    fault: 'region-loss',
    experiment: 'EXP1',
    requestedAt: '2026-03-01T11:59:58.000000Z',
    receipt: RECEIPT,
  },
  PromoteReplica: {
    databases: [{ id: 'orders', instance: 'orders-west', alreadyPromoted: false, requestId: 'request-1' }],
  },
} satisfies Outcomes;

/** The event that the state machine hands to the step of `state`, after the given states. */
export function stepEvent(
  state: string,
  outcomes: Outcomes = {},
  overrides: Partial<StepEvent> = {},
): StepEvent {
  return {
    run: runInput(),
    executionArn: EXECUTION,
    state,
    attempt: 0,
    outcomes: { AcquireLock: SEEN.AcquireLock, DiscoverDatabases: SEEN.DiscoverDatabases, ...outcomes },
    pending: [],
    failure: null,
    ...overrides,
  };
}

/** The same of an execution that finishes a run whose own one has ended. */
export function finishing(event: StepEvent): StepEvent {
  const finish = {
    executionArn: event.executionArn,
    firstAttempt: 1,
    outcomes: event.outcomes,
    undecided: [],
    failure: { state: 'CleanUp', error: 'RunCutShort', cause: 'ABORTED' },
    sealed: true,
  };
  return { ...event, run: { ...event.run, finish } };
}

function identityOf({ server, systemIdentifier, timeline, inRecovery }: typeof STREAMING) {
  return { server, systemIdentifier, timeline, inRecovery };
}
