import { DisruptionRefused } from '../domain/failure.ts';
import { faultOf } from '../domain/plan/fault.ts';
import { conditionsOf, WithConditions } from '../domain/run/with-conditions.ts';
import type { Disruption, ExperimentRef } from '../ports/disruption.ts';
import { mustBeInForce, whileStarting } from './step/starting-experiment.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

/** A condition that is not in force by then was not the drill's condition: the run says so, and ends. */
const IN_FORCE_LIMIT_MS = 10_000;

export interface ApplyConditionsPorts extends StepPorts {
  readonly disruption: Disruption;
}

/**
 * Puts the run's conditions in force (a slow link, a throttled API), so that the baseline and the disruption meet them.
 * Each is an experiment of its own, in the region that it is about. Idempotent by run and fault.
 * @throws DisruptionRefused when one cannot be made, or is not in force in time.
 */
export function makeApplyConditions(ports: ApplyConditionsPorts) {
  return makeStep(ports, {
    state: 'ApplyConditions',
    input: WithConditions,
    intent: ({ run }) => (conditionsOf(run).length ? { conditions: conditionsOf(run) } : null),
    act: async ({ run }) => ({
      experiments: await Promise.all(conditionsOf(run).map((fault) => apply(ports, run, fault))),
    }),
  });
}

async function apply(ports: ApplyConditionsPorts, { run, sites }: WithConditions, fault: string) {
  const { region } = sites[faultOf(fault).site];
  const ref = await ports.disruption.start({ run, region, fault });
  return { fault, region, experiment: ref.experiment, receipt: await inForce(ports, ref, fault) };
}

async function inForce(ports: ApplyConditionsPorts, ref: ExperimentRef, fault: string) {
  const status = await whileStarting(ports, ref, { limitMs: IN_FORCE_LIMIT_MS });
  const { state, receipt } = status;
  if (state === 'running') return receipt;
  const subject = `condition ${fault}, experiment ${ref.experiment}`;
  mustBeInForce(subject, status);
  throw new DisruptionRefused({
    subject,
    seen: state,
    limit: `running within ${IN_FORCE_LIMIT_MS / 1000} s`,
  });
}
