import * as z from 'zod';
import { StateMachine } from './state-machine.ts';

/** An AWS error on its way between the two processes. */
export const Refusal = z.object({
  code: z.string(),
  message: z.string(),
  status: z.number(),
  members: z.record(z.string(), z.string()).optional(),
});

const ListedObject = z.object({
  Etag: z.string(),
  Key: z.string(),
  LastModified: z.number(),
  Size: z.number(),
  StorageClass: z.string(),
});

/** What S3 answered: a body, a listing, or nothing but that it is done. */
export const ObjectAnswer = z.object({ body: z.string(), listed: z.array(ListedObject) });

/** A call of S3; `key` is the prefix of a listing, `body` what is put. */
export const ObjectCall = z.object({
  operation: z.enum(['get', 'list', 'put']),
  region: z.string(),
  bucket: z.string(),
  key: z.string(),
  body: z.string(),
});

/** From the supervisor. `configure` comes first; `invoked` and `uninvoked` answer an `invoke`, `object` and `noObject` an `objects`. */
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
  z.object({ kind: z.literal('object'), id: z.number(), answer: ObjectAnswer }),
  z.object({ kind: z.literal('noObject'), id: z.number(), refusal: Refusal }),
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
  z.object({ kind: z.literal('objects'), id: z.number(), call: ObjectCall }),
]);

export type ObjectAnswer = z.infer<typeof ObjectAnswer>;
export type ObjectCall = z.infer<typeof ObjectCall>;

export type Refusal = z.infer<typeof Refusal>;
export type ToOrchestrator = z.infer<typeof ToOrchestrator>;
export type FromOrchestrator = z.infer<typeof FromOrchestrator>;
