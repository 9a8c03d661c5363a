import * as z from 'zod';

/** Largest IntervalSeconds, MaxAttempts and time-out: AWS, concepts-error-handling. */
const MOST = 99_999_999;
/** "You must specify a value greater than 0 and less than 31622400" (the same page, MaxDelaySeconds). */
const LONGEST_DELAY = 31_622_399;

/** A literal number, or a JSONata expression for one. */
export const numeric = z.union([z.int().nonnegative(), z.string()]);
export const assign = z.record(z.string(), z.unknown());
export const assigning = { Assign: assign.optional() };
export const output = { Output: z.unknown().optional() };
export const transition = { Next: z.string().optional(), End: z.boolean().optional() };
export const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.enum(['JSONPath', 'JSONata']).optional(),
};

/** Defaults: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Retry fields). */
export const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().positive().max(MOST).default(1),
  MaxAttempts: z.int().nonnegative().max(MOST).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().max(LONGEST_DELAY).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

export const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ...assigning,
  ...output,
});

/** What Task, Parallel and Map share. */
export const handlers = { Retry: z.array(Retrier).default([]), Catch: z.array(Catcher).default([]) };

export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;
