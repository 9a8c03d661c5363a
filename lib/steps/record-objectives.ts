import { RunInput } from '../domain/run/run-input.ts';
import { lessThanPlanned } from '../domain/approval/plan-approvals.ts';
import { PlanInvalid } from '../domain/failure.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Digest } from '../ports/digest.ts';
import type { Objects } from '../ports/objects.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface RecordObjectivesPorts extends StepPorts {
  readonly objects: Objects;
  readonly sha256: Digest;
  readonly toolVersion: string;
}

/**
 * Fixes objectives, plan and scope on record before anything is disrupted: a verdict is judged against these.
 * @throws PlanInvalid when the stored plan is not the one that this run was compiled from, or the run asks for weaker
 * approvals than it does.
 */
export function makeRecordObjectives(ports: RecordObjectivesPorts) {
  return makeStep(ports, {
    state: 'RecordObjectives',
    input: RunInput,
    act: async ({ run, event }) => {
      const stored = await ports.objects.get(runKeys.plan(run.run));
      const digest = stored ? ports.sha256(stored.text) : 'none';
      if (digest !== run.plan.sha256) {
        throw new PlanInvalid({
          subject: runKeys.plan(run.run),
          seen: `SHA-256 ${digest}`,
          limit: `${run.plan.sha256}, the plan that this run was compiled from`,
        });
      }
      // As the run was given: a leg of it sees sites that have changed places.
      const input = RunInput.parse(event.run);
      mustAskAsPlanned(input, stored?.text ?? '');
      return { input, executionArn: event.executionArn, toolVersion: ports.toolVersion };
    },
  });
}

/** Whoever starts a run from the console writes its input, and the input says who is asked: never less than the plan. */
function mustAskAsPlanned(input: RunInput, plan: string): void {
  if (input.kind !== 'failover') return;
  const weaker = lessThanPlanned(input, plan) ?? ['a plan that cannot be read for them'];
  if (weaker.length === 0) return;
  throw new PlanInvalid({
    subject: `approvals in the input of ${input.run}`,
    seen: weaker.join('; '),
    limit: `what ${runKeys.plan(input.run)} asks for, or more`,
  });
}
