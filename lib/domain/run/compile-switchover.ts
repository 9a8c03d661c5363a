import { PlanInvalid } from '../failure.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { compileMove, type MoveContext } from './compile-move.ts';
import type { FenceInput } from './fence-input.ts';
import { chosenOptions } from './run-options.ts';
import { SwitchoverInput } from './switchover-input.ts';

/** Function names of the handlers that are called before each leg, so that none is cold when it counts. */
export const SWITCHOVER_HANDLERS = [
  'stop-background-jobs',
  'drain-writers',
  'await-catch-up',
  'fence-old-primary',
  'promote-replica',
  'prove-promotion',
  'switch-traffic',
  'verify-services',
] as const;

export interface SwitchoverContext extends MoveContext {
  /** Faults that are in force before the baseline. */
  readonly conditions?: readonly string[];
}

/**
 * Compiles a recovery plan into the input of one switchover run. Pure.
 * @throws PlanInvalid on AWS without the plan's word that a switchover may change what production uses, and when the
 * context's interval is one at which the plan's detection could never fire
 */
export function compileSwitchover(plan: RecoveryPlan, context: SwitchoverContext): SwitchoverInput {
  const { mode, hold, failback, drainDeadline, catchUpDeadline } = plan.drills.switchover;
  if (context.target === 'aws' && mode !== 'live') throw notLive(plan, mode);
  const move = compileMove(plan, context);
  return SwitchoverInput.parse({
    ...move,
    fence: { ...BY_LOGINS, writersKey: move.fence.writersKey },
    kind: 'switchover',
    objectives: {
      ...move.objectives,
      withoutSecondCopySeconds: plan.objectives.withoutSecondCopy.seconds,
    },
    holdSeconds: hold.seconds,
    drainDeadlineSeconds: drainDeadline.seconds,
    catchUpDeadlineSeconds: catchUpDeadline.seconds,
    failback,
    conditions: [...(context.conditions ?? [])],
    criticalHandlers: [...SWITCHOVER_HANDLERS],
    ...chosenOptions({
      interval: context.intervalSeconds !== undefined,
      conditions: (context.conditions ?? []).length > 0,
    }),
  } satisfies SwitchoverInput);
}

/**
 * Writers were drained before, the network is needed to read what the old primary holds, and it is replaced afterwards.
 * The gate of the application's writers is closed by none of it; one that a failover closed is opened on the way back.
 */
const BY_LOGINS: Pick<FenceInput, 'rungs' | 'closedSecurityGroup'> = {
  rungs: ['revoke-login-and-end-sessions'],
  closedSecurityGroup: null,
};

function notLive({ name }: RecoveryPlan, mode: string): PlanInvalid {
  const subject = `plan ${name}, drills.switchover.mode`;
  return new PlanInvalid({ subject, seen: mode, limit: 'live: a switchover changes what production uses' });
}
