import * as z from 'zod';
import { drillMode } from './drill-mode.ts';
import { duration } from './duration.ts';
import { planName } from './names.ts';

/** Without a default VPC a restore fails unless all of these are passed. */
const Network = z.strictObject({
  subnetGroup: z.string().min(1),
  securityGroups: z.array(z.string().regex(/^sg-[0-9a-z]+$/, 'a security group such as sg-0a1b2c')).min(1),
  parameterGroup: z.string().min(1),
  optionGroup: z.string().min(1),
});

/** A query of the plan's own that has to answer one row with one value, equal to `equals`. */
const Check = z.strictObject({
  name: planName,
  database: planName,
  sql: z.string().min(1).max(10_000),
  equals: z.union([z.string(), z.number(), z.boolean()]),
});

/** `pointInTimeBefore` is how far before the drill's start the point in time lies. */
export const RestoreDrill = z.strictObject({
  ...drillMode,
  source: z.enum(['newest-backup', 'point-in-time']).default('newest-backup'),
  pointInTimeBefore: duration({ minSeconds: 1 }).prefault('PT10M'),
  network: Network.optional(),
  checks: z.array(Check).default([]),
  timeToLive: duration({ minSeconds: 60 }).prefault('PT4H'),
  timeout: duration({ minSeconds: 60, whole: true }).prefault('PT4H'),
});
