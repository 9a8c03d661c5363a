import * as z from 'zod';
import { FailoverInput } from './failover-input.ts';
import { MoveInput } from './move-input.ts';
import { SwitchoverInput } from './switchover-input.ts';

/** A run of either kind that moves the service, with the conditions that it is to meet. */
export const WithConditions = z.object({
  ...MoveInput.shape,
  real: FailoverInput.shape.real,
  allowedRegions: FailoverInput.shape.allowedRegions,
  disruption: FailoverInput.shape.disruption.optional(),
  conditions: SwitchoverInput.shape.conditions.optional(),
});

export type WithConditions = z.infer<typeof WithConditions>;

/** Faults as text that are in force before the baseline; none where the run injects nothing at all. */
export function conditionsOf({ disruption, conditions }: WithConditions): readonly string[] {
  return conditions ?? (disruption?.adapter === 'none' ? [] : (disruption?.conditions ?? []));
}
