import * as z from 'zod';
import { StateMachine } from './state-machine.ts';

/** An AWS error on its way between the two processes. */
export const Refusal = z.object({ code: z.string(), message: z.string(), status: z.number() });

/** From the supervisor. `configure` comes first; `invoked` and `uninvoked` answer an `invoke`. */
export const ToOrchestrator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('configure'), directory: z.string(), machines: z.array(StateMachine) }),
  z.object({
    kind: z.literal('request'),
    id: z.number(),
    region: z.string(),
    operation: z.string(),
    input: z.unknown(),
    /** Sent before to an orchestrator that was killed, which may have done it. */
    again: z.boolean(),
  }),
  z.object({
    kind: z.literal('invoked'),
    id: z.number(),
    response: z.object({ statusCode: z.number(), functionError: z.string().nullable(), payload: z.string() }),
  }),
  z.object({ kind: z.literal('uninvoked'), id: z.number(), refusal: Refusal }),
]);

/** To the supervisor. `answered` and `refused` answer a `request`. */
export const FromOrchestrator = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('answered'), id: z.number(), output: z.unknown() }),
  z.object({ kind: z.literal('refused'), id: z.number(), refusal: Refusal }),
  z.object({
    kind: z.literal('invoke'),
    id: z.number(),
    region: z.string(),
    name: z.string(),
    payload: z.string(),
    invocationType: z.enum(['RequestResponse', 'Event']),
  }),
]);

export type Refusal = z.infer<typeof Refusal>;
export type ToOrchestrator = z.infer<typeof ToOrchestrator>;
export type FromOrchestrator = z.infer<typeof FromOrchestrator>;
