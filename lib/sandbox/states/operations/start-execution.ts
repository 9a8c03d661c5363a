import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { MAX_PAYLOAD_BYTES } from '../asl/payload-limit.ts';
import { executionArn } from '../executions/start-request.ts';
import { AwsError } from '../../wire/aws-error.ts';
import { parseInput } from '../../wire/parse-input.ts';
import { findMachine, type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
});

/** White space, brackets, wildcards and special characters: API_StartExecution. */
const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/**
 * Starts an execution. The name is its idempotency key: with the same input, and while it runs, the same execution is
 * answered; any other reuse is ExecutionAlreadyExists.
 */
export const startExecution: Operation = (world, { region, input }) => {
  const request = parseInput(Input, input);
  const machine = findMachine(world, region, request.stateMachineArn);
  const name = request.name ?? randomUUID();
  if (!NAME.test(name)) throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  checkInput(request.input);
  const arn = executionArn(machine, name);
  const known = world.executions.get(arn);
  if (known && (known.ending() || known.record.input !== request.input)) {
    throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const execution = known ?? world.executions.start(machine, { name, input: request.input });
  return { executionArn: arn, startDate: wireTimestamp(execution.record.startedAt) };
};

function checkInput(text: string): void {
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${MAX_PAYLOAD_BYTES}`,
    );
  }
  try {
    JSON.parse(text);
  } catch (thrown) {
    const reason = text === '' ? 'Invalid execution input.' : String(thrown);
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);
  }
}
