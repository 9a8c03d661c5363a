import * as z from 'zod';
import { drillTimes } from './drill-times.ts';
import { duration } from './duration.ts';

/** Databases by content and lag, buckets by a canary object and an inventory. */
export const ReplicationCheckDrill = z.strictObject({
  ...drillTimes('PT5M'),
  canaryTimeout: duration({ minSeconds: 1, whole: true })
    .prefault('PT15M')
    .describe('How long the canary object may take to the replica.'),
  rowsPerRange: z
    .int()
    .min(1)
    .max(10_000_000)
    .default(10_000)
    .describe('Rows whose digest is compared at once.'),
  inventory: z.boolean().default(true).describe("True: the buckets' objects are compared one by one."),
});
