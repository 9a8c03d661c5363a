import * as z from 'zod';
import { BackupDrill } from '../plan/backup-drill.ts';
import { BucketPair, RunCommon } from './run-parts.ts';

/** Input of a scheduled backup: every database of the plan, copied to the recovery region, and what its buckets hold. */
export const BackupInput = z.object({
  ...RunCommon.shape,
  kind: z.literal('backup'),
  buckets: z.array(BucketPair),
  retain: BackupDrill.shape.retain,
  /** In which days, weeks and months of `retain` are counted. */
  timeZone: z.string(),
  /** Of the copies, in the recovery region; null leaves them as the snapshots are. */
  kmsKey: z.string().nullable(),
  maxSizeDeviationPercent: z.number().positive(),
  rowsPerRange: z.int().positive(),
});

export type BackupInput = z.infer<typeof BackupInput>;
