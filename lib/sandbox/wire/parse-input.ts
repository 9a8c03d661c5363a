import type { z } from 'zod';
import { AwsError } from './aws-error.ts';

/** Holds an input against its operation's schema. @throws AwsError ValidationException naming every fault. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  const plural = faults.length === 1 ? '' : 's';
  throw new AwsError(
    'ValidationException',
    `${faults.length} validation error${plural} detected: ${faults.join('; ')}`,
  );
}
