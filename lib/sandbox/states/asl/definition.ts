import * as z from 'zod';

/** A literal number, or a JSONata expression for one. */
const numeric = z.union([z.int().nonnegative(), z.string()]);
const assign = z.record(z.string(), z.unknown());

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata').optional(),
};
const transition = { Next: z.string().optional(), End: z.boolean().optional() };
const output = { Output: z.unknown().optional() };

/** Defaults: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (Retry fields). */
export const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().positive().default(1),
  MaxAttempts: z.int().nonnegative().default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().positive().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

export const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  Assign: assign.optional(),
  ...output,
});

export const ChoiceRule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.union([z.boolean(), z.string()]),
  Next: z.string(),
  Assign: assign.optional(),
  ...output,
});

export const TaskState = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...transition,
  ...output,
  Assign: assign.optional(),
  Resource: z.string(),
  Arguments: z.unknown().optional(),
  TimeoutSeconds: numeric.optional(),
  HeartbeatSeconds: numeric.optional(),
  Retry: z.array(Retrier).default([]),
  Catch: z.array(Catcher).default([]),
});

export const ChoiceState = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...output,
  Assign: assign.optional(),
  Choices: z.array(ChoiceRule).min(1),
  Default: z.string().optional(),
});

export const WaitState = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...transition,
  ...output,
  Assign: assign.optional(),
  Seconds: numeric.optional(),
  Timestamp: z.string().optional(),
});

export const PassState = z.strictObject({
  Type: z.literal('Pass'),
  ...common,
  ...transition,
  ...output,
  Assign: assign.optional(),
});
export const SucceedState = z.strictObject({ Type: z.literal('Succeed'), ...common, ...output });
export const FailState = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

export const State = z.discriminatedUnion('Type', [
  TaskState,
  ChoiceState,
  WaitState,
  PassState,
  SucceedState,
  FailState,
]);

/** A state machine in JSONata mode, with the fields that the sandbox serves. */
export const Definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.literal('JSONata'),
  Version: z.literal('1.0').optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().positive().optional(),
  States: z.record(z.string(), State),
});

export type Retrier = z.infer<typeof Retrier>;
export type Catcher = z.infer<typeof Catcher>;
export type TaskState = z.infer<typeof TaskState>;
export type ChoiceState = z.infer<typeof ChoiceState>;
export type WaitState = z.infer<typeof WaitState>;
export type PassState = z.infer<typeof PassState>;
export type SucceedState = z.infer<typeof SucceedState>;
export type FailState = z.infer<typeof FailState>;
export type State = z.infer<typeof State>;
export type Definition = z.infer<typeof Definition>;
