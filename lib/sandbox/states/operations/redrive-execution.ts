import * as z from 'zod';
import type { Execution } from '../executions/execution.ts';
import type { Redrive } from '../executions/execution-record.ts';
import { redriveRefusal } from '../executions/redrivable.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findExecution, type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({
  executionArn: z.string(),
  clientToken: z
    .string()
    .min(1)
    .max(64)
    .regex(/^[!-~]+$/)
    .optional(),
});

/** "Idempotent responses for the last 10 client tokens … valid for up to 15 minutes": API_RedriveExecution. */
const REMEMBERED = 10;
const VALID_FOR = 15 * 60e6;

/** Makes an execution that did not succeed go on from what failed, with the same definition and input. */
export const redriveExecution: Operation = (world, { region, input, again }) => {
  const { executionArn, clientToken = null } = parseInput(Input, input);
  const execution = findExecution(world, region, executionArn);
  if (execution.record.child) throw childOfMapRun(executionArn);
  const now = world.executions.now();
  const known = redriveOf(execution, clientToken);
  if (known && (again || now - known.at <= VALID_FOR)) return { redriveDate: wireTimestamp(known.at) };
  const refusal = redriveRefusal(execution, now);
  if (refusal !== null)
    throw new AwsError('ExecutionNotRedrivable', `Execution Not Redrivable: '${refusal}'`);
  return { redriveDate: wireTimestamp(execution.redrive(clientToken)) };
};

/** "You can't redrive child workflow executions individually": AWS's reason; its message is not known here. */
function childOfMapRun(arn: string): AwsError {
  const message = `${arn} is a child workflow execution, which its parent redrives`;
  const detail = { members: { reason: 'API_DOES_NOT_SUPPORT_LABELED_ARNS' } };
  return new AwsError('ValidationException', message, 400, detail);
}

function redriveOf(execution: Execution, clientToken: string | null): Redrive | undefined {
  if (clientToken === null) return undefined;
  return execution
    .redrives()
    .slice(-REMEMBERED)
    .find((redrive) => redrive.clientToken === clientToken);
}
