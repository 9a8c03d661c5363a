import * as z from 'zod';
import type { Execution } from '../executions/execution.ts';
import { statusOfChild } from '../map-runs/count-children.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { executionSummary, redriveSummary, statusOf } from './describe-execution.ts';
import { findMapRun } from './find-map-run.ts';
import { findMachine, type Operation, type StatesWorld } from './operation.ts';
import { pageFields, pageOf } from './page.ts';

const Input = z.strictObject({
  stateMachineArn: z.string().optional(),
  mapRunArn: z.string().optional(),
  statusFilter: z
    .enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'])
    .optional(),
  redriveFilter: z.enum(['REDRIVEN', 'NOT_REDRIVEN']).optional(),
  ...pageFields,
});

/** Executions of one machine, newest first, or the children of one Map Run. */
export const listExecutions: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const { statusFilter, redriveFilter } = request;
  const { subject, listed } = listedOf(world, region, request);
  const wanted = listed
    .filter(({ status }) => statusFilter === undefined || status === statusFilter)
    .filter(({ execution }) => redriveFilter === undefined || wasRedriven(execution) === redriveFilter);
  const { items, more } = pageOf(wanted, `${subject} ${statusFilter ?? ''} ${redriveFilter ?? ''}`, request);
  return {
    executions: items.map(({ execution, status, place }) => ({
      ...executionSummary(execution),
      status,
      ...place,
      ...redriveSummary(execution),
    })),
    ...more,
  };
};

interface Listed {
  readonly execution: Execution;
  readonly status: string;
  /** What is said of a child only. */
  readonly place: Readonly<Record<string, unknown>>;
}

/** "You can specify either a mapRunArn or a stateMachineArn, but not both": API_ListExecutions. */
function listedOf(
  world: StatesWorld,
  region: string,
  { stateMachineArn, mapRunArn, statusFilter }: z.infer<typeof Input>,
): { readonly subject: string; readonly listed: readonly Listed[] } {
  if ((stateMachineArn === undefined) === (mapRunArn === undefined))
    throw refused('Exactly one of stateMachineArn and mapRunArn is required');
  if (mapRunArn !== undefined) return { subject: mapRunArn, listed: childrenOf(world, region, mapRunArn) };
  if (statusFilter === 'PENDING_REDRIVE')
    throw refused('PENDING_REDRIVE is a status of a Map Run’s children');
  const { arn } = findMachine(world, region, stateMachineArn ?? '');
  const executions = world.executions.of(arn);
  return {
    subject: arn,
    listed: executions.map((execution) => ({ execution, status: statusOf(execution), place: {} })),
  };
}

function childrenOf(world: StatesWorld, region: string, mapRunArn: string): readonly Listed[] {
  const run = findMapRun(world, region, mapRunArn);
  const waits = run.ending() === null;
  return run.children().flatMap((child): Listed[] => {
    const { execution, items } = child;
    if (!execution) return [];
    const pending = waits && statusOfChild(child) === 'pendingRedrive';
    const status = pending ? 'PENDING_REDRIVE' : statusOf(execution);
    return [{ execution, status, place: { mapRunArn, itemCount: items } }];
  });
}

function refused(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

function wasRedriven(execution: Execution): 'REDRIVEN' | 'NOT_REDRIVEN' {
  return execution.redrives().length > 0 ? 'REDRIVEN' : 'NOT_REDRIVEN';
}
