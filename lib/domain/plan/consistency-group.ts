import * as z from 'zod';
import { duration } from './duration.ts';
import { nameOf, planName } from './names.ts';

/** Databases and buckets whose recovery points may lie no further apart than `maxSkew`. */
export const ConsistencyGroup = z.strictObject({
  name: planName.describe('Name of the group.'),
  members: z.array(nameOf('databases and bucket')).min(2).describe('Members.'),
  maxSkew: duration().prefault('PT1S').describe('How far their recovery points may lie apart.'),
});

export type ConsistencyGroup = z.infer<typeof ConsistencyGroup>;
