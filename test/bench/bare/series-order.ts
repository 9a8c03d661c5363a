import * as z from 'zod';

/** A database as a bare client reaches it. */
export const BareTarget = z.object({
  host: z.string(),
  port: z.int(),
  database: z.string(),
  user: z.string(),
  password: z.string(),
  caPem: z.string(),
});

/** What the process of one bare series is told, over the channel that ends with its parent. */
export const SeriesOrder = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('rows'),
    run: z.string(),
    writer: z.enum(['heartbeat', 'stale']),
    target: BareTarget,
    intervalMs: z.number(),
    attemptTimeoutMs: z.number(),
  }),
  z.object({ kind: z.literal('health'), urls: z.array(z.string()), intervalMs: z.number() }),
]);

/** One attempt, with its instants in microseconds since 1970. */
export const BareAttempt = z.object({ sent: z.number(), answered: z.number(), good: z.boolean() });

/** steady: 25 good ones in a row. lost: three bad ones in a row. samples: all attempts, once it was told to stop. */
export const SeriesMessage = z.discriminatedUnion('event', [
  z.object({ event: z.enum(['steady', 'lost']) }),
  z.object({ event: z.literal('samples'), attempts: z.array(BareAttempt) }),
]);

export type BareTarget = z.infer<typeof BareTarget>;
export type SeriesOrder = z.infer<typeof SeriesOrder>;
export type BareAttempt = z.infer<typeof BareAttempt>;
export type SeriesMessage = z.infer<typeof SeriesMessage>;
