import { isStarting } from '../../domain/run/experiment-states.ts';
import type { Disruption, ExperimentRef, ExperimentStatus } from '../../ports/disruption.ts';
import { lookUntil } from './look-until.ts';
import type { StepPorts } from './make-step.ts';

const LOOK_EVERY_MS = 10;

interface Looking {
  readonly limitMs: number;
  /** What is waited for, where the end of the start is not waited for. */
  readonly enough?: (status: ExperimentStatus) => boolean;
}

/** Looks at an experiment while it is starting, within the limit; answers what was seen last. */
export async function whileStarting(
  { clock, disruption }: Pick<StepPorts, 'clock'> & { readonly disruption: Disruption },
  ref: ExperimentRef,
  { limitMs, enough = () => false }: Looking,
): Promise<ExperimentStatus> {
  return lookUntil(clock, {
    look: () => disruption.status(ref),
    enough: (status) => enough(status) || !isStarting(status.state),
    deadline: clock.now() + limitMs * 1000,
    everyMs: LOOK_EVERY_MS,
  });
}
