import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { planKeys } from './run-keys.ts';

/** Key of the gate that the application's writers read; null where the plan's ladder does not close one. */
export function writersKeyOf({ name, fence }: RecoveryPlan): string | null {
  return fence.rungs.includes('stop-application-writers') ? planKeys.writers(name) : null;
}
