import * as z from 'zod';
import { MoveInput } from './move-input.ts';
import { RealEvent } from './real-event.ts';
import { RunApprovals } from './run-approvals.ts';

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
  /** Null in a drill. */
  real: RealEvent.nullable().default(null),
  approvals: RunApprovals.prefault({}),
  /** Regions that data may be in; null in runs from before it stood here. */
  allowedRegions: z.array(z.string()).nullable().default(null),
  /** States that a person may skip when they have failed in a real event. */
  nonCritical: z.array(z.string()).default([]),
});

export type FailoverInput = z.infer<typeof FailoverInput>;
