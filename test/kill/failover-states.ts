import * as z from 'zod';
import { workflowOf } from '../../lib/deployment/deployment.ts';

const Machine = z.object({
  StartAt: z.string(),
  States: z.record(z.string(), z.looseObject({ Type: z.string() })),
});

export interface WorkflowState {
  readonly name: string;
  readonly type: string;
}

const ENDS = new Set(['Succeed', 'Fail']);

/** Every state of the failover in which a run can be met, in the order of the file: a new one is covered by itself. */
export function failoverStates(): readonly WorkflowState[] {
  const machine = Machine.parse(JSON.parse(workflowOf('failover', () => 'arn')));
  return Object.entries(machine.States)
    .map(([name, { Type }]) => ({ name, type: Type }))
    .filter(({ type }) => !ENDS.has(type));
}
