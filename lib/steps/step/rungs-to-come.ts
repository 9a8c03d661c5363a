import { RUNG_RULES } from '../../domain/fence/rung.ts';
import type { FailoverInput } from '../../domain/run/failover-input.ts';
import type { StepContext } from './make-step.ts';

/**
 * Whether what a run has asked of the control plane of an old primary may take effect yet: a rung that was not seen in
 * force when its deadline passed, or of which nobody knows whether it was asked for. A fence that was deferred asks by
 * itself.
 */
export function mayComeYet(
  { run, maybe, undecided }: Pick<StepContext<FailoverInput>, 'run' | 'maybe' | 'undecided'>,
  database: string,
): boolean {
  const rungs = run.fence.rungs.filter((rung) => RUNG_RULES[rung].by === 'control-plane');
  if (rungs.length === 0) return false;
  if (undecided('FenceOldPrimary') || undecided('DeferFence')) return true;
  if (maybe('DeferFence')?.databases.includes(database)) return true;
  const fenced = maybe('FenceOldPrimary')?.databases ?? [];
  const attempts = fenced.filter(({ id }) => id === database).flatMap((one) => one.attempts);
  return attempts.some(({ rung, result }) => rungs.some((one) => one === rung) && result !== 'proven');
}
