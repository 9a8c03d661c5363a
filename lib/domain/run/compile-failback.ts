import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { turnedPlan } from '../plan/turned-plan.ts';
import { compileSwitchover, type SwitchoverContext } from './compile-switchover.ts';
import type { Confirmation } from './confirmation.ts';
import type { Reprotection, SwitchoverInput } from './switchover-input.ts';

/** Function names of the handlers that a re-protection calls where it counts. */
const REPROTECTION_HANDLERS = ['secure-old-primary', 'save-diverged-rows'];

/** What a person says beside the plan of the way back; a report changes nothing, and is confirmed by nobody. */
export type ReprotectionContext = SwitchoverContext & {
  readonly confirmation?: Confirmation | undefined;
};

export type SwitchBackContext = ReprotectionContext & {
  readonly window?: SwitchoverInput['window'] | undefined;
};

/**
 * The first stage of a failback: roles stay as the failover has left them. `plan` is that of the way back; record, locks
 * and switch are where they were on the way there. Pure.
 * @throws PlanInvalid as compileSwitchover does
 */
export function compileReprotection(
  plan: RecoveryPlan,
  { confirmation, ...context }: ReprotectionContext,
  reprotection: Reprotection,
): SwitchoverInput {
  return {
    ...compileSwitchover(turnedPlan(plan), context),
    holdSeconds: 0,
    failback: false,
    criticalHandlers: REPROTECTION_HANDLERS,
    reprotection,
    ...(confirmation ? { confirmation } : {}),
  };
}

/**
 * The second stage: one change of roles, from where a failover has brought them to where they were. Pure.
 * @throws PlanInvalid as compileSwitchover does
 */
export function compileSwitchBack(
  plan: RecoveryPlan,
  { window, confirmation, ...context }: SwitchBackContext,
): SwitchoverInput {
  const input = compileSwitchover(turnedPlan(plan), context);
  return {
    ...input,
    failback: false,
    turned: true,
    ...(window ? { window } : {}),
    ...(confirmation ? { confirmation } : {}),
  };
}
