import { formatInstant } from '../domain/instant.ts';
import { isStarting } from '../domain/run/experiment-states.ts';
import type { Disruption, ExperimentRef, ExperimentStatus } from '../ports/disruption.ts';
import { makeStep, type StepPorts } from './step.ts';

/** How long the injector may take to put the fault in force; a receipt is no condition for going on. */
const IN_FORCE_LIMIT_MS = 5_000;
const POLL_MS = 10;

export interface InjectDisruptionPorts extends StepPorts {
  readonly disruption: Disruption;
}

/** Takes the primary away as the run's fault says, or with adapter "none" nothing. Idempotent by run. @throws DisruptionRefused */
export function makeInjectDisruption(ports: InjectDisruptionPorts) {
  return makeStep(ports, {
    state: 'InjectDisruption',
    intent: ({ run: { disruption, sites } }) => ({
      adapter: disruption.adapter,
      fault: disruption.fault,
      region: sites.primary.region,
    }),
    warm: async ({ run }) => void (await ports.disruption.unfinished(run.sites.primary.region)),
    act: async ({ run }) => {
      const { adapter, fault } = run.disruption;
      const requestedAt = formatInstant(ports.clock.now());
      if (adapter === 'none') return { adapter, fault, experiment: null, requestedAt, receipt: null };
      const ref = await ports.disruption.start({ run: run.run, region: run.sites.primary.region, fault });
      const { receipt } = await inForce(ports, ref);
      return { adapter, fault, experiment: ref.experiment, requestedAt, receipt };
    },
  });
}

async function inForce(ports: InjectDisruptionPorts, ref: ExperimentRef): Promise<ExperimentStatus> {
  const deadline = ports.clock.now() + IN_FORCE_LIMIT_MS * 1000;
  for (;;) {
    const status = await ports.disruption.status(ref);
    // An injector without receipts is not waited for.
    if (status.receipt || !isStarting(status.state) || ports.clock.now() > deadline) return status;
    await ports.clock.sleep(POLL_MS);
  }
}
