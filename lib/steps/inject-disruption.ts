import { FailoverInput } from '../domain/run/failover-input.ts';
import { formatInstant } from '../domain/instant.ts';
import type { Disruption, ExperimentStatus } from '../ports/disruption.ts';
import { mustBeInForce, whileStarting } from './step/starting-experiment.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** How long the injector may take to put the fault in force; a receipt is no condition for going on. */
const IN_FORCE_LIMIT_MS = 5_000;

export interface InjectDisruptionPorts extends StepPorts {
  readonly disruption: Disruption;
}

/** Takes the primary away as the run's fault says, or with adapter "none" nothing. Idempotent by run. @throws DisruptionRefused */
export function makeInjectDisruption(ports: InjectDisruptionPorts) {
  return makeStep(ports, {
    state: 'InjectDisruption',
    input: FailoverInput,
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
      const within = { limitMs: IN_FORCE_LIMIT_MS, enough: hasReceipt };
      const status = await whileStarting(ports, ref, within);
      mustBeInForce(`experiment ${ref.experiment}`, status);
      const { receipt } = status;
      return { adapter, fault, experiment: ref.experiment, requestedAt, receipt };
    },
  });
}

/** An injector that gives none is waited for until its experiment runs, and no longer. */
function hasReceipt({ receipt }: ExperimentStatus): boolean {
  return receipt !== null;
}
