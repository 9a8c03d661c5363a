import * as z from 'zod';
import { CheckSchedule } from '../alarm/due-checks.ts';
import { seconds } from '../stored.ts';
import { BucketPair, RunCommon } from './run-parts.ts';

/** Input of a geo-replication check: whether both sites hold the same, and what a loss at this moment would cost. */
export const ReplicationCheckInput = z.object({
  ...RunCommon.shape,
  kind: z.literal('replication-check'),
  objectives: z.object({ rpoSeconds: seconds }),
  buckets: z.array(BucketPair),
  rowsPerRange: z.int().positive(),
  canaryTimeoutSeconds: z.int().positive(),
  /** Whether the buckets' objects are compared one by one. */
  inventory: z.boolean(),
  /** When the plan's checks are due; null where none is, and in runs that were made before it was recorded. */
  schedule: CheckSchedule.nullable().default(null),
  /** Rows that are sent after one another to see when the replica has them. */
  lagSamples: z.int().positive(),
  lagIntervalSeconds: z.number().positive(),
});

export type ReplicationCheckInput = z.infer<typeof ReplicationCheckInput>;
