import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import { executionSummary, statusOf } from './describe-execution.ts';
import { findMachine, type Operation } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z
    .enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])
    .optional(),
  ...pageFields,
});

/** Executions of one machine, newest first. */
export const listExecutions: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const machine = findMachine(world, region, request.stateMachineArn);
  const { statusFilter } = request;
  const wanted = world.executions
    .of(machine.arn)
    .filter((execution) => statusFilter === undefined || statusOf(execution) === statusFilter);
  const { items, more } = pageOf(wanted, `${machine.arn} ${statusFilter ?? ''}`, request);
  return {
    executions: items.map((execution) => ({ ...executionSummary(execution), redriveCount: 0 })),
    ...more,
  };
};
