import * as z from 'zod';
import { distributed, ProcessorConfig } from './distributed/map-fields.ts';
import { assigning, common, handlers, numeric, output, transition } from './fields.ts';

/** States that follow one another: a machine, a branch of a Parallel state, or what a Map state does to an item. */
export interface Sequence {
  readonly StartAt: string;
  readonly States: States;
}

/** An interface, as a type alias may not contain itself. */
export interface States {
  readonly [name: string]: State;
}

/** Without a type of its own a schema that contains itself has none. */
const states: z.ZodType<States> = z.lazy(() => z.record(z.string(), State));
const sequence = { Comment: z.string().optional(), StartAt: z.string(), States: states };

const ChoiceRule = z.strictObject({
  Comment: z.string().optional(),
  Condition: z.union([z.boolean(), z.string()]),
  Next: z.string(),
  ...assigning,
  ...output,
});

export const TaskState = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...transition,
  ...output,
  ...assigning,
  ...handlers,
  Resource: z.string(),
  Arguments: z.unknown().optional(),
  TimeoutSeconds: numeric.optional(),
  HeartbeatSeconds: numeric.optional(),
});

export const ChoiceState = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  ...output,
  ...assigning,
  Choices: z.array(ChoiceRule).min(1),
  Default: z.string().optional(),
});

export const WaitState = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...transition,
  ...output,
  ...assigning,
  Seconds: numeric.optional(),
  Timestamp: z.string().optional(),
});

export const PassState = z.strictObject({
  Type: z.literal('Pass'),
  ...common,
  ...transition,
  ...output,
  ...assigning,
});

export const SucceedState = z.strictObject({ Type: z.literal('Succeed'), ...common, ...output });

export const FailState = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

export const ParallelState = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  ...transition,
  ...output,
  ...assigning,
  ...handlers,
  Arguments: z.unknown().optional(),
  Branches: z.array(z.strictObject(sequence)).min(1),
});

/** Inline and distributed: AWS, state-map. What belongs to the other mode is refused by check-maps.ts. */
export const MapState = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  ...transition,
  ...output,
  ...assigning,
  ...handlers,
  Items: z.union([z.array(z.unknown()), z.string()]).optional(),
  ItemSelector: z.unknown().optional(),
  ItemProcessor: z.strictObject({
    ...sequence,
    ProcessorConfig: ProcessorConfig.optional(),
  }),
  MaxConcurrency: numeric.optional(),
  ...distributed,
});

export const State = z.discriminatedUnion('Type', [
  TaskState,
  ChoiceState,
  WaitState,
  PassState,
  SucceedState,
  FailState,
  ParallelState,
  MapState,
]);

/** A state machine in JSONata mode, with the fields that the sandbox serves. */
export const Definition = z.strictObject({
  Comment: z.string().optional(),
  QueryLanguage: z.enum(['JSONPath', 'JSONata']).optional(),
  Version: z.literal('1.0').optional(),
  StartAt: z.string(),
  TimeoutSeconds: z.int().positive().optional(),
  States: states,
});

export type TaskState = z.infer<typeof TaskState>;
export type ChoiceState = z.infer<typeof ChoiceState>;
export type WaitState = z.infer<typeof WaitState>;
export type PassState = z.infer<typeof PassState>;
export type SucceedState = z.infer<typeof SucceedState>;
export type FailState = z.infer<typeof FailState>;
export type ParallelState = z.infer<typeof ParallelState>;
export type MapState = z.infer<typeof MapState>;
export type State = z.infer<typeof State>;
export type Definition = z.infer<typeof Definition>;
