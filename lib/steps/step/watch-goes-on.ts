import type { MoveInput } from '../../domain/run/move-input.ts';
import type { RunCommon } from '../../domain/run/run-parts.ts';
import type { StepContext } from './make-step.ts';

/** Whether a run leaves the watch that it has joined as it is: where nothing was promoted, there is the same to watch. */
export function watchGoesOn({
  run,
  maybe,
}: Pick<StepContext<RunCommon & Partial<Pick<MoveInput, 'watch'>>>, 'run' | 'maybe'>): boolean {
  return (run.watch ?? null) !== null && maybe('PromoteReplica') === null;
}
