import { IANAZone } from 'luxon';
import * as z from 'zod';
import { schemaVersion } from '../stored.ts';
import { Approvals } from './approvals.ts';
import { BackgroundJob } from './background-job.ts';
import { Bucket } from './bucket.ts';
import { Calendar } from './calendar.ts';
import { ConsistencyGroup } from './consistency-group.ts';
import { Database } from './database.ts';
import { Detection } from './detection.ts';
import { Drills } from './drills.ts';
import { duration } from './duration.ts';
import { EvidenceScope } from './evidence-scope.ts';
import { Fence } from './fence.ts';
import { Heartbeat } from './heartbeat.ts';
import { planName, prose, regionName } from './names.ts';
import { Notifications } from './notifications.ts';
import { Objectives } from './objectives.ts';
import { Retention } from './retention.ts';
import { Service } from './service.ts';
import { Sites } from './sites.ts';
import { Traffic } from './traffic.ts';

/**
 * A recovery plan, version 1: one YAML file a system. Unknown keys are errors. This is the shape of the file; what
 * names mean to each other is checked by `planFindings`. Fields, units and defaults: docs/plan.md.
 */
export const RecoveryPlan = z.strictObject({
  schemaVersion,
  name: planName,
  description: prose.default(''),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), { error: 'an IANA time zone such as Europe/Berlin' })
    .default('UTC'),
  objectives: Objectives.prefault({}),
  sites: Sites,
  allowedRegions: z.array(regionName).min(1).optional(),
  services: z.array(Service).default([]),
  databases: z.array(Database).min(1),
  buckets: z.array(Bucket).default([]),
  consistencyGroups: z.array(ConsistencyGroup).default([]),
  traffic: Traffic.prefault({}),
  backgroundJobs: z.array(BackgroundJob).default([]),
  heartbeat: Heartbeat.prefault({}),
  detect: Detection.prefault({}),
  fence: Fence.prefault({}),
  hold: duration({ whole: true }).prefault('PT1M'),
  approvals: Approvals.prefault({}),
  calendar: Calendar.prefault({}),
  retention: Retention.prefault({}),
  evidence: EvidenceScope.prefault({}),
  notifications: Notifications.prefault({}),
  drills: Drills.prefault({}),
});

export type RecoveryPlan = z.infer<typeof RecoveryPlan>;
