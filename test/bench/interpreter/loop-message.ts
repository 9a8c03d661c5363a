import * as z from 'zod';

/** One round: the handler in a bare loop, then as many calls of it by the interpreter, then what is resident. */
export const LoopRound = z.object({
  transitions: z.int(),
  calls: z.int(),
  bareMs: z.number(),
  interpreterMs: z.number(),
  /** After a collection of garbage. */
  residentMiB: z.number(),
  heapMiB: z.number(),
});

export const LoopMessage = z.object({ rounds: z.array(LoopRound) });

export type LoopRound = z.infer<typeof LoopRound>;
export type LoopMessage = z.infer<typeof LoopMessage>;
