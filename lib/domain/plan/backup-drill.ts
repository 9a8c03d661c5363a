import * as z from 'zod';
import { drillTimes } from './drill-times.ts';
import { duration } from './duration.ts';
import { withForm } from './plan-forms.ts';

const kept = (standard: number) => z.int().min(0).max(10_000).default(standard);

/** Grandfather, father, son: how many of each kind are kept; the last good backup never expires. */
const Retain = z.strictObject({
  hourly: kept(24).describe('Hourly ones.'),
  daily: kept(7).describe('Daily ones.'),
  weekly: kept(0).describe('Weekly ones.'),
  monthly: kept(12).describe('Monthly ones.'),
  yearly: kept(0).describe('Yearly ones.'),
});

const kmsKey = withForm(
  z
    .string()
    .regex(
      /^(alias\/[A-Za-z0-9/_-]+|arn:aws[a-z-]*:kms:\S+)$/,
      'a KMS alias or ARN, such as alias/muster-backups',
    ),
  'KMS alias or ARN',
);

/** A backup by snapshot, copied to the recovery site's region under a key of that region. */
export const BackupDrill = z.strictObject({
  ...drillTimes('PT1H'),
  retain: Retain.prefault({}).describe(
    'How many backups of each kind are kept; the last good one never expires.',
  ),
  kmsKey: kmsKey.optional().describe("Key of the recovery site's region for the copies."),
  timeout: duration({ minSeconds: 60, whole: true }).prefault('PT6H').describe('Of the whole drill.'),
  maxSizeDeviationPercent: withForm(z.number().positive().max(1_000), 'percent')
    .default(50)
    .describe('A size further from its history is a finding.'),
});
