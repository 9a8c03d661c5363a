import * as z from 'zod';
import { drillMode } from './drill-mode.ts';
import { duration } from './duration.ts';

const kept = (standard: number) => z.int().min(0).max(10_000).default(standard);

/** Grandfather, father, son: how many of each kind are kept; the last good backup never expires. */
const Retain = z.strictObject({
  hourly: kept(24),
  daily: kept(7),
  weekly: kept(0),
  monthly: kept(12),
  yearly: kept(0),
});

/** A backup by snapshot, copied to the recovery site's region under a key of that region. */
export const BackupDrill = z.strictObject({
  ...drillMode,
  retain: Retain.prefault({}),
  kmsKey: z
    .string()
    .regex(
      /^(alias\/[A-Za-z0-9/_-]+|arn:aws[a-z-]*:kms:\S+)$/,
      'a KMS alias or ARN, such as alias/muster-backups',
    )
    .optional(),
  timeout: duration({ minSeconds: 60, whole: true }).prefault('PT6H'),
  maxSizeDeviationPercent: z.number().positive().max(1_000).default(50),
});
