import { HeartbeatStatus } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepPorts } from './step.ts';

export interface PollDetectionPorts extends StepPorts {
  readonly objects: Objects;
}

/** The fallback when no answer to the token came in time: what the heartbeats' status objects say. */
export function makePollDetection(ports: PollDetectionPorts) {
  return makeStep(ports, {
    state: 'PollDetection',
    act: async ({ run }) => {
      const stored = await Promise.all(
        run.databases.map(({ id }) => ports.objects.get(runKeys.status(run.run, 'ledger', id))),
      );
      const detections = stored
        .flatMap((object) => (object ? [HeartbeatStatus.parse(JSON.parse(object.text)).detectedAt] : []))
        .filter((at) => at !== null)
        .toSorted();
      const at = detections[0] ?? null;
      return at === null
        ? { detected: false, at, via: 'none', finding: 'nothing-seen' }
        : { detected: true, at, via: 'status', finding: 'primary-unreachable' };
    },
  });
}
