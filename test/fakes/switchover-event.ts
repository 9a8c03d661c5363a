import type { OutcomeOf, StateName } from '../../lib/domain/record/outcomes.ts';
import { SwitchoverInput } from '../../lib/domain/run/switchover-input.ts';
import type { StepEvent } from '../../lib/steps/step/step-event.ts';
import { runInput } from './run-input.ts';
import { SEEN, stepEvent } from './step-event.ts';

type Outcomes = { readonly [S in StateName]?: OutcomeOf<S> };

/** The input of a small switchover that every schema accepts. */
export function switchoverInput(overrides: Partial<SwitchoverInput> = {}): SwitchoverInput {
  const move = runInput();
  return SwitchoverInput.parse({
    ...move,
    kind: 'switchover',
    objectives: { ...move.objectives, withoutSecondCopySeconds: 86_400 },
    drainDeadlineSeconds: 2,
    catchUpDeadlineSeconds: 30,
    failback: true,
    conditions: [],
    ...overrides,
  });
}

/** What the states of a leg saw, up to the promotion of the replica. */
export const DRAINED = {
  DrainWriters: {
    requestedAt: '2026-03-01T11:59:59.900000Z',
    drainedAt: '2026-03-01T12:00:00.000000Z',
    databases: [{ id: 'orders', rolesWithoutLogin: ['app', 'heartbeat'], endedIdle: 3, endedByForce: 0 }],
  },
  AwaitCatchUp: {
    databases: [
      {
        id: 'orders',
        lsn: '0/3000100',
        nextTransaction: '800',
        replayedLsn: '0/3000100',
        caughtUpAt: '2026-03-01T12:00:00.010000Z',
      },
    ],
  },
} satisfies Outcomes;

export const MOVED = { ...DRAINED, PromoteReplica: SEEN.PromoteReplica } satisfies Outcomes;

export const REBUILT = {
  ...MOVED,
  SaveDivergedRows: {
    databases: [{ id: 'orders', since: '800', next: '800', tables: [], saved: null, leftOut: [] }],
  },
  RebuildReplica: {
    databases: [
      {
        id: 'orders',
        instance: 'orders-north',
        aside: 'orders-north-old-run1',
        source: 'orders-west',
        retentionDays: 7,
      },
    ],
  },
  AwaitReplica: {
    databases: [
      {
        id: 'orders',
        server: '10.0.0.9:5432',
        lsn: '0/4000000',
        replayedLsn: '0/4000000',
        secondCopyAt: '2026-03-01T12:01:00.000000Z',
      },
    ],
  },
} satisfies Outcomes;

/** The event that the state machine of a switchover hands to a step, after the given states. */
export function switchoverEvent(
  state: string,
  outcomes: Outcomes = {},
  overrides: Partial<StepEvent> = {},
): StepEvent {
  return { ...stepEvent(state, outcomes, overrides), run: switchoverInput(), ...overrides };
}
