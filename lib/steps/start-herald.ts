import { heraldInput, heraldName } from '../domain/notice/herald-input.ts';
import { RunCommon } from '../domain/run/run-parts.ts';
import type { Workflows } from '../ports/workflows.ts';
import { makeStep, type StepPorts } from './step/make-step.ts';

export interface StartHeraldPorts extends StepPorts {
  readonly workflows: Workflows;
}

/**
 * Starts the herald, an execution beside the run that tells people how it goes. Idempotent by execution name. One that
 * does not start fails no run: the record says so.
 */
export function makeStartHerald(ports: StartHeraldPorts) {
  return makeStep(ports, {
    state: 'StartHerald',
    input: RunCommon,
    intent: ({ run }) => (run.notices ? { stateMachineArn: run.notices.stateMachineArn } : null),
    act: async ({ run, event }) => {
      const input = heraldInput({ ...run, real: event.run.real }, event.executionArn);
      if (!input) return { execution: null, problem: 'the run announces itself nowhere' };
      const { stateMachineArn: machineArn } = input.notices;
      try {
        const name = heraldName(run.run);
        return { execution: await ports.workflows.start({ machineArn, name, input }), problem: null };
      } catch (error) {
        return { execution: null, problem: error instanceof Error ? error.message : String(error) };
      }
    },
  });
}
