import type { Execution } from '../executions/execution.ts';
import type { Executions } from '../executions/executions.ts';
import type { StateMachine } from '../state-machine.ts';
import { AwsError } from '../../wire/aws-error.ts';

/** What the operations work on. */
export interface StatesWorld {
  readonly machines: readonly StateMachine[];
  readonly executions: Executions;
}

export interface OperationRequest {
  readonly region: string;
  readonly input: unknown;
  /** The request may have been carried out before, by an interpreter that was killed before it answered. */
  readonly again: boolean;
}

/** One operation of the service; answers the body. @throws AwsError */
export type Operation = (world: StatesWorld, request: OperationRequest) => unknown;

/** AWS's timestamps are seconds since 1970 with a fraction; this keeps the microseconds. */
export function wireTimestamp(instant: number): number {
  return instant / 1e6;
}

/** @throws AwsError InvalidArn, StateMachineDoesNotExist */
export function findMachine(world: StatesWorld, region: string, arn: string): StateMachine {
  checkArn(arn);
  const machine = world.machines.find((candidate) => candidate.arn === arn && candidate.region === region);
  if (machine) return machine;
  throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

/** @throws AwsError InvalidArn, ExecutionDoesNotExist */
export function findExecution(world: StatesWorld, region: string, arn: string): Execution {
  checkArn(arn);
  const execution = world.executions.get(arn);
  if (execution && execution.record.region === region) return execution;
  throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
}

/** @throws AwsError InvalidArn */
export function checkArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw new AwsError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`);
}
