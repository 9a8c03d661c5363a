import * as z from 'zod';

/** One round over the same directories: a bare loop, then `muster verify`, then what is resident. */
export const VerifyRound = z.object({
  bundles: z.int(),
  /** Reading, hashing, and checking the three signatures. */
  bareMs: z.number(),
  verifyMs: z.number(),
  /** After a collection of garbage. */
  residentMiB: z.number(),
});

export const VerifyMessage = z.object({ rounds: z.array(VerifyRound) });

export type VerifyRound = z.infer<typeof VerifyRound>;
export type VerifyMessage = z.infer<typeof VerifyMessage>;
