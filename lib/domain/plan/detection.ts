import * as z from 'zod';
import { duration } from './duration.ts';
import { attemptTimeoutSeconds } from './heartbeat.ts';

/** The primary counts as lost when `failures` heartbeats in a row failed within `within`. */
export const Detection = z.strictObject({
  failures: z.int().min(1).max(1_000).default(3).describe('Failures in a row.'),
  within: duration({ minSeconds: 0.01 }).prefault('PT1S').describe('Window in which they lie.'),
  timeout: duration({ minSeconds: 1, whole: true })
    .prefault('PT30S')
    .describe('When nothing was detected until then, the drill ends inconclusive. Longer than `within`.'),
});

/**
 * The least `within` with which the rule can fire on a silent loss, where each attempt fails only by its time-out:
 * the failures then lie one attempt time-out apart.
 */
export function leastWindowSeconds(failures: number, intervalSeconds: number): number {
  return (failures - 1) * attemptTimeoutSeconds(intervalSeconds);
}
