import * as z from 'zod';
import { AwsError } from '../../wire/aws-error.ts';
import { parseInput } from '../../wire/parse-input.ts';
import type { Operation } from './operation.ts';
import { executionOf, taskTimedOut } from './task-token.ts';

const Input = z.strictObject({ taskToken: z.string().min(1).max(2048), output: z.string().max(262_144) });

/** Answers a token with a result, which must be JSON. */
export const sendTaskSuccess: Operation = (world, { region, input, again }) => {
  const { taskToken, output } = parseInput(Input, input);
  const execution = executionOf(world, region, taskToken);
  const done = again && execution.wasAnswered(taskToken);
  if (!done && !execution.answer(taskToken, { ok: true, output: parseOutput(output) })) throw taskTimedOut();
  return {};
};

function parseOutput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new AwsError('InvalidOutput', `Invalid Output: '${String(thrown)}'`);
  }
}
