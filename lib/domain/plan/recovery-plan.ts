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
import { withForm } from './plan-forms.ts';
import { Retention } from './retention.ts';
import { Service } from './service.ts';
import { Sites } from './sites.ts';
import { Traffic } from './traffic.ts';

const timeZone = withForm(
  z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), { error: 'an IANA time zone such as Europe/Berlin' }),
  'IANA zone',
);

/**
 * A recovery plan, version 1: one YAML file a system. Unknown keys are errors. This is the shape of the file; what
 * names mean to each other is checked by `planFindings`. Fields, units and defaults: docs/plan.md.
 */
export const RecoveryPlan = z.strictObject({
  schemaVersion: schemaVersion.describe(
    'Version of this format; a reader refuses one that it does not know.',
  ),
  name: planName.describe(
    "Name of the plan, and of its lock, traffic switch and jobs gate in the recovery site's bucket.",
  ),
  description: prose.default('').describe('For people.'),
  timeZone: timeZone.default('UTC').describe('Zone in which the calendar and the schedules are meant.'),
  objectives: Objectives.prefault({}).describe('What is promised.'),
  sites: Sites.describe('The site that is lost, the one that recovers, and one that watches.'),
  allowedRegions: z
    .array(regionName)
    .min(1)
    .optional()
    .describe('Regions in which data may be. A site elsewhere is an error. None: the regions of the sites.'),
  services: z.array(Service).default([]).describe('What clients use, in waves along dependsOn.'),
  databases: z.array(Database).min(1).describe('Databases with their replicas.'),
  buckets: z.array(Bucket).default([]).describe('Buckets with their replicas.'),
  consistencyGroups: z
    .array(ConsistencyGroup)
    .default([])
    .describe('Stores whose recovery points belong together.'),
  traffic: Traffic.prefault({}).describe('How clients are sent to the recovery site.'),
  backgroundJobs: z
    .array(BackgroundJob)
    .default([])
    .describe('Jobs that are off before the replica is promoted.'),
  heartbeat: Heartbeat.prefault({}).describe('The writer whose acknowledgements are the measure.'),
  detect: Detection.prefault({}).describe('When the primary counts as lost.'),
  fence: Fence.prefault({}).describe('How the old primary is kept from writing.'),
  hold: duration({ whole: true })
    .prefault('PT1M')
    .describe(
      'How long the recovered site has to stay well before the drill ends. Real seconds; a shorter hold is inconclusive.',
    ),
  approvals: Approvals.prefault({}).describe('Who has to agree before a run changes anything.'),
  calendar: Calendar.prefault({}).describe('When no drill may run.'),
  retention: Retention.prefault({}).describe('How long what Muster writes is kept.'),
  evidence: EvidenceScope.prefault({}).describe('What an auditor asks of the plan beside its numbers.'),
  notifications: Notifications.prefault({}).describe('Where a run announces itself.'),
  drills: Drills.prefault({}).describe('What each kind of drill does on this plan.'),
});

export type RecoveryPlan = z.infer<typeof RecoveryPlan>;
