import * as z from 'zod';
import { seconds } from '../stored.ts';
import { MoveInput } from './move-input.ts';

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
});

export type SwitchoverInput = z.infer<typeof SwitchoverInput>;
