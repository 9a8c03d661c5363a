import type { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { StepEvent } from './step/step-event.ts';

export interface AwaitDetectionPorts {
  readonly objects: Objects;
}

/**
 * Hands the state's task token to the heartbeat, which answers it when the plan's detection rule fires: the answer
 * carries the outcome, so this step writes none. Idempotent: the last token wins, as the last retry's does.
 */
export function makeAwaitDetection({ objects }: AwaitDetectionPorts) {
  return async (input: unknown): Promise<void> => {
    const { run, state, attempt, pending, taskToken, dryRun } = StepEvent.parse(input);
    const key = runKeys.control(run.run);
    if (dryRun || !taskToken) return void (await objects.get(key));
    const control: HeartbeatControl = { stop: false, detection: { taskToken, state, attempt, pending } };
    await objects.put(key, JSON.stringify(control));
  };
}
