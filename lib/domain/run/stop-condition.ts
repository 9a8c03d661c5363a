import * as z from 'zod';
import { HealthCheck } from './run-parts.ts';

/** Something outside of a drill's blast radius that has to stay well: a drill does not go on beside a second trouble. */
export const StopCondition = z.object({
  name: z.string(),
  /** So many checks in a row that fail stop the drill; one is made a second. */
  failures: z.int().positive(),
  healthCheck: HealthCheck,
});

export type StopCondition = z.infer<typeof StopCondition>;
