import type { HeartbeatControl } from '../domain/run/heartbeat-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import type { Workflows } from '../ports/workflows.ts';
import { makeStep, type StepPorts } from './step.ts';

const STOP_LIMIT_MS = 20_000;
const POLL_MS = 100;

export interface StopHeartbeatPorts extends StepPorts {
  readonly objects: Objects;
  readonly workflows: Workflows;
}

/** Asks every series to end and waits for it; one that does not is left to clean-up, by its status. Idempotent. */
export function makeStopHeartbeat(ports: StopHeartbeatPorts) {
  return makeStep(ports, {
    state: 'StopHeartbeat',
    act: async ({ run, maybe }) => {
      const control: HeartbeatControl = { stop: true, detection: null };
      await ports.objects.put(runKeys.control(run.run), JSON.stringify(control));
      const started = maybe('StartHeartbeat')?.executions ?? [];
      const deadline = ports.clock.now() + STOP_LIMIT_MS * 1000;
      return { executions: await Promise.all(started.map(({ arn }) => ended(ports, arn, deadline))) };
    },
  });
}

async function ended({ workflows, clock }: StopHeartbeatPorts, arn: string, deadline: number) {
  for (;;) {
    const status = (await workflows.status(arn)) ?? 'UNKNOWN';
    if (status !== 'RUNNING' || clock.now() > deadline) return { arn, status };
    await clock.sleep(POLL_MS);
  }
}
