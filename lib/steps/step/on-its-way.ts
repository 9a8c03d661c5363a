import type { StateName } from '../../domain/record/outcomes.ts';
import type { StepContext, StepPorts } from './make-step.ts';

/** Above the time after which a client gives a request up (lib/aws/client-options). */
const REQUEST_LIMIT_MS = 5_000;
/**
 * States that change what the end of a run has to find, or to take back. A promotion is no such: it is watched for
 * longer anyway.
 */
const STARTING: readonly StateName[] = [
  'ApplyConditions',
  'StartHeartbeat',
  'InjectDisruption',
  'FenceOldPrimary',
];

/** A step that left no outcome may have sent a request whose effect comes later: to be awaited before that is looked for. */
export async function untilNothingIsOnItsWay(
  { clock }: Pick<StepPorts, 'clock'>,
  { undecided }: Pick<StepContext, 'undecided'>,
): Promise<void> {
  if (STARTING.some((state) => undecided(state))) await clock.sleep(REQUEST_LIMIT_MS);
}
