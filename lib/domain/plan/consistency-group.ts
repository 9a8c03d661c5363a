import * as z from 'zod';
import { duration } from './duration.ts';
import { planName } from './names.ts';

/** Databases and buckets whose recovery points may lie no further apart than `maxSkew`. */
export const ConsistencyGroup = z.strictObject({
  name: planName,
  members: z.array(planName).min(2),
  maxSkew: duration().prefault('PT1S'),
});

export type ConsistencyGroup = z.infer<typeof ConsistencyGroup>;
