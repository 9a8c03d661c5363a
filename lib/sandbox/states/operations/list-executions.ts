import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import type { Execution } from '../executions/execution.ts';
import { executionSummary, redriveSummary, statusOf } from './describe-execution.ts';
import { findMachine, type Operation } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject({
  stateMachineArn: z.string(),
  /** PENDING_REDRIVE is a status of a distributed Map's children: with a state machine AWS refuses it, too. */
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
  ...pageFields,
});

/** Executions of one machine, newest first. */
export const listExecutions: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const machine = findMachine(world, region, request.stateMachineArn);
  const { statusFilter, redriveFilter } = request;
  const wanted = world.executions
    .of(machine.arn)
    .filter((execution) => statusFilter === undefined || statusOf(execution) === statusFilter)
    .filter((execution) => redriveFilter === undefined || wasRedriven(execution) === redriveFilter);
  const { items, more } = pageOf(
    wanted,
    `${machine.arn} ${statusFilter ?? ''} ${redriveFilter ?? ''}`,
    request,
  );
  return {
    executions: items.map((execution) => ({
      ...executionSummary(execution),
      ...redriveSummary(execution),
    })),
    ...more,
  };
};

function wasRedriven(execution: Execution): 'REDRIVEN' | 'NOT_REDRIVEN' {
  return execution.redrives().length > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN';
}
