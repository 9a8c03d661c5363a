import * as z from 'zod';
import { drillTimes } from './drill-times.ts';
import { duration } from './duration.ts';
import { nameOf, planName } from './names.ts';
import { withForm } from './plan-forms.ts';

const securityGroup = withForm(
  z.string().regex(/^sg-[0-9a-z]+$/, 'a security group such as sg-0a1b2c'),
  'sg-…',
);

/** Without a default VPC a restore fails unless all of these are passed. */
const Network = z.strictObject({
  subnetGroup: z.string().min(1).describe('DB subnet group.'),
  securityGroups: z.array(securityGroup).min(1).describe('VPC security groups.'),
  parameterGroup: z.string().min(1).describe('DB parameter group.'),
  optionGroup: z.string().min(1).describe('Option group.'),
});

/** A query of the plan's own that has to answer one row with one value, equal to `equals`. */
const Check = z.strictObject({
  name: planName.describe('Name of the check.'),
  database: nameOf('name of a database').describe('Where it is asked.'),
  sql: withForm(z.string().min(1).max(10_000), 'SQL').describe(
    'A query that answers one row with one value.',
  ),
  equals: z.union([z.string(), z.number(), z.boolean()]).describe('The value that passes.'),
});

/** `pointInTimeBefore` is how far before the drill's start the point in time lies. */
export const RestoreDrill = z.strictObject({
  ...drillTimes('PT2H'),
  source: z.enum(['newest-backup', 'point-in-time']).default('newest-backup').describe('What is restored.'),
  pointInTimeBefore: duration({ minSeconds: 1 })
    .prefault('PT10M')
    .describe("How far before the drill's start the point in time lies."),
  network: Network.optional().describe('Isolated network for the restored instance.'),
  checks: z.array(Check).default([]).describe("Queries of the plan's own on the restored database."),
  timeToLive: duration({ minSeconds: 60 })
    .prefault('PT4H')
    .describe(
      'The restored instance bears this as its tag muster:expires, for whatever sweeps by it; the drill itself removes the instance at its end.',
    ),
  timeout: duration({ minSeconds: 60, whole: true }).prefault('PT4H').describe('Of the whole drill.'),
});
