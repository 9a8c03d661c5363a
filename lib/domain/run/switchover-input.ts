import * as z from 'zod';
import { instantText, seconds } from '../stored.ts';
import { Confirmation } from './confirmation.ts';
import { MoveInput } from './move-input.ts';

/**
 * The first stage of a failback. report: what the old primary alone holds is saved, and nothing else is done. protect: and
 * then it becomes a replica. promotedAt: since when there has been one copy; null where nobody knows.
 */
export const Reprotection = z.object({
  stage: z.enum(['report', 'protect']),
  failoverRun: z.string().nullable(),
  promotedAt: instantText.nullable(),
});

/** Input of a switchover execution: roles change by plan, and back after the hold where the plan wants that. */
export const SwitchoverInput = z.object({
  ...MoveInput.shape,
  kind: z.literal('switchover'),
  objectives: z.object({
    ...MoveInput.shape.objectives.shape,
    /** Longest time without a second copy of the data, after each promotion. */
    withoutSecondCopySeconds: seconds,
  }),
  /** How long transactions that are under way may take to end, and the replica to have everything. */
  drainDeadlineSeconds: z.number().positive(),
  catchUpDeadlineSeconds: z.number().positive(),
  failback: z.boolean(),
  /** Faults as text that are in force before the baseline; none disrupts. */
  conditions: z.array(z.string()),
  /** Present where roles stay as a failover has left them, and only a second copy is made. */
  reprotection: Reprotection.optional(),
  /** Writers are not drained before and after. */
  window: z.object({ from: instantText, to: instantText }).optional(),
  /** Present of a stage of a failback that changes something; runs of before there were any have none. */
  confirmation: Confirmation.optional(),
});

export type SwitchoverInput = z.infer<typeof SwitchoverInput>;
export type Reprotection = z.infer<typeof Reprotection>;
