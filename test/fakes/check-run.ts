import { ReplicationCheckInput } from '../../lib/domain/run/replication-check-input.ts';
import type { StepEvent } from '../../lib/steps/step/step-event.ts';
import { runInput } from './run-input.ts';
import { stepEvent } from './step-event.ts';

/** The input of a geo-replication check of the database that the failover's fixtures have. */
export function checkInput(): ReplicationCheckInput {
  return ReplicationCheckInput.parse({
    ...runInput(),
    kind: 'replication-check',
    objectives: { rpoSeconds: 60 },
    buckets: [],
    rowsPerRange: 12,
    canaryTimeoutSeconds: 900,
    inventory: true,
    lagSamples: 2,
    lagIntervalSeconds: 0.1,
  });
}

export function checkEvent(state: string, overrides: Partial<StepEvent> = {}): StepEvent {
  return stepEvent(state, {}, { run: checkInput(), ...overrides });
}
