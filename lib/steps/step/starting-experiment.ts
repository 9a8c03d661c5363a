import { DisruptionRefused } from '../../domain/failure.ts';
import { isGone, isStarting } from '../../domain/run/experiment-states.ts';
import type { Disruption, ExperimentRef, ExperimentStatus } from '../../ports/disruption.ts';
import { lookUntil } from './look-until.ts';
import type { StepPorts } from './make-step.ts';

const LOOK_EVERY_MS = 10;

interface Looking {
  readonly limitMs: number;
  /** What is waited for, where the end of the start is not waited for. */
  readonly enough?: (status: ExperimentStatus) => boolean;
}

/** @throws DisruptionRefused for an experiment that ended instead of putting its fault in force. */
export function mustBeInForce(subject: string, { state, reason }: ExperimentStatus): void {
  if (!isGone(state)) return;
  const lever = state === 'cancelled' ? '; FIS cancels what starts while its safety lever is engaged' : '';
  throw new DisruptionRefused({
    subject,
    seen: `${state}, ${reason ?? 'without a reason'}${lever}`,
    limit: 'an experiment that runs',
  });
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
