import * as z from 'zod';
import type { Execution } from '../executions/execution.ts';
import { redriveRefusal } from '../executions/redrivable.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findExecution, type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({
  executionArn: z.string(),
  includedData: z.enum(['ALL_DATA', 'METADATA_ONLY']).default('ALL_DATA'),
});

/** Status, input, and how it ended. */
export const describeExecution: Operation = (world, { region, input }) => {
  const { executionArn, includedData } = parseInput(Input, input);
  const execution = findExecution(world, region, executionArn);
  const { record } = execution;
  const data = { input: record.input, inputDetails: { included: true } };
  return {
    ...executionSummary(execution),
    ...(record.child ? { mapRunArn: record.child.runArn } : {}),
    ...(includedData === 'ALL_DATA' ? { ...data, ...endingData(execution) } : {}),
    ...redriveSummary(execution),
    ...redriveStatus(execution, redriveRefusal(execution, world.executions.now())),
  };
};

export function statusOf(execution: Execution): string {
  return execution.ending()?.status ?? 'RUNNING';
}

/** What ListExecutions says of one, too. */
export function executionSummary(execution: Execution): Record<string, unknown> {
  const { record } = execution;
  const ending = execution.ending();
  return {
    executionArn: record.arn,
    stateMachineArn: record.machineArn,
    name: record.name,
    status: statusOf(execution),
    startDate: wireTimestamp(record.startedAt),
    ...(ending ? { stopDate: wireTimestamp(ending.at) } : {}),
  };
}

function endingData(execution: Execution): Record<string, unknown> {
  const ending = execution.ending();
  if (!ending) return {};
  if (ending.status === 'SUCCEEDED') return { output: ending.output, outputDetails: { included: true } };
  const { error, cause } = ending;
  return { ...(error === null ? {} : { error }), ...(cause === null ? {} : { cause }) };
}

/** How often the execution was redriven, and when last; ListExecutions says it, too. */
export function redriveSummary(execution: Execution): Record<string, unknown> {
  const redrives = execution.redrives();
  const last = redrives.at(-1);
  return {
    redriveCount: redrives.length,
    ...(last === undefined ? {} : { redriveDate: wireTimestamp(last.at) }),
  };
}

/** A child goes on with its Map Run only: AWS, redrive-map-run. */
function redriveStatus({ record }: Execution, refusal: string | null): Record<string, string> {
  if (refusal === null) return { redriveStatus: record.child ? 'REDRIVABLE_BY_MAP_RUN' : 'REDRIVABLE' };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: refusal };
}
