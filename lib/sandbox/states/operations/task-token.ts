import type { Execution } from '../executions/execution.ts';
import { executionOfToken } from '../executions/task-token.ts';
import { AwsError } from '../../wire/aws-error.ts';
import type { StatesWorld } from './operation.ts';

/** The execution that a token was given to. @throws AwsError InvalidToken, TaskDoesNotExist */
export function executionOf(world: StatesWorld, region: string, token: string): Execution {
  const arn = executionOfToken(token);
  if (arn === null) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
  const execution = world.executions.get(arn);
  if (execution && execution.record.region === region) return execution;
  throw new AwsError('TaskDoesNotExist', `Task Does Not Exist: '${arn}'`);
}

/** The answer to a token whose task has ended, in whatever way. */
export function taskTimedOut(): AwsError {
  return new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
}
