import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import type { Operation } from './operation.ts';
import { executionOf, taskTimedOut } from './task-token.ts';

const Input = z.strictObject({
  taskToken: z.string().min(1).max(2048),
  error: z.string().max(256).default(''),
  cause: z.string().max(32_768).default(''),
});

/** Answers a token with an error. */
export const sendTaskFailure: Operation = (world, { region, input, again }) => {
  const { taskToken, error, cause } = parseInput(Input, input);
  const execution = executionOf(world, region, taskToken);
  const done = again && execution.wasAnswered(taskToken);
  if (!done && !execution.answer(taskToken, { ok: false, error, cause })) throw taskTimedOut();
  return {};
};
