import * as z from 'zod';
import { MoveInput } from './move-input.ts';

/** Input of a failover execution: a recovery plan compiled for one run. */
export const FailoverInput = z.object({
  ...MoveInput.shape,
  kind: z.literal('failover'),
  /** Faults as text: one disruption, and conditions that are in force before it. */
  disruption: z.object({
    adapter: z.enum(['fis', 'none']),
    fault: z.string(),
    conditions: z.array(z.string()).default([]),
  }),
});

export type FailoverInput = z.infer<typeof FailoverInput>;
