import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import type { Operation } from './operation.ts';
import { executionOf, taskTimedOut } from './task-token.ts';

const Input = z.strictObject({ taskToken: z.string().min(1).max(2048) });

/** Starts the state's HeartbeatSeconds anew. */
export const sendTaskHeartbeat: Operation = (world, { region, input }) => {
  const { taskToken } = parseInput(Input, input);
  if (!executionOf(world, region, taskToken).alive(taskToken)) throw taskTimedOut();
  return {};
};
