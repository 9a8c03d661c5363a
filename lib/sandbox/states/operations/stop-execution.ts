import * as z from 'zod';
import { parseInput } from '../../wire/parse-input.ts';
import { findExecution, type Operation, wireTimestamp } from './operation.ts';

const Input = z.strictObject({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

/** Ends an execution as ABORTED. No Catch runs, and a function that it called is told nothing. */
export const stopExecution: Operation = (world, { region, input }) => {
  const { executionArn, error, cause } = parseInput(Input, input);
  const execution = findExecution(world, region, executionArn);
  return { stopDate: wireTimestamp(execution.stop(error ?? null, cause ?? null)) };
};
