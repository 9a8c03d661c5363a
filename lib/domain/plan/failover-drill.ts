import * as z from 'zod';
import { drillMode } from './drill-mode.ts';
import { drillTimes } from './drill-times.ts';
import { PlanHealthCheck } from './health-check.ts';
import { planName } from './names.ts';
import { withForm } from './plan-forms.ts';

/** A fault as text, such as `region-loss` or `replication-delay=5s`; what it may be is checked with the whole plan. */
const fault = () => z.string().max(80);
const disruption = withForm(fault(), 'disruption');
const condition = withForm(fault(), 'condition');

/** fis: AWS Fault Injection Service, by an experiment template tagged with the fault. none: nothing is injected. */
export const FailoverDrill = z.strictObject({
  ...drillMode,
  ...drillTimes('PT15M'),
  disruption: z
    .strictObject({
      adapter: z
        .enum(['fis', 'none'])
        .default('fis')
        .describe(
          'fis: AWS Fault Injection Service. none: nothing is injected; the probe sees no outage, and the drill is inconclusive.',
        ),
      fault: disruption.default('region-loss').describe('What happens, see below.'),
      conditions: z
        .array(condition)
        .max(5)
        .default([])
        .describe(
          'What is in force beside it, from before the baseline until the region returns; one of a kind.',
        ),
    })
    .prefault({})
    .describe('What takes the primary site away.'),
  stopConditions: z
    .array(
      z.strictObject({
        name: planName.describe('What it is; whoever reads why a drill was stopped reads that.'),
        failures: z
          .int()
          .min(1)
          .max(100)
          .default(3)
          .describe('So many checks in a row that fail stop the drill. One is made a second.'),
        healthCheck: PlanHealthCheck.describe('How it is asked, from the recovery region.'),
      }),
    )
    .max(10)
    .default([])
    .describe(
      'What the drill must not harm: outside of its blast radius. Where one fails, the drill goes to its clean-up, and is inconclusive. They never stop a real failover.',
    ),
  nonCritical: z
    .array(z.enum(['StopBackgroundJobs', 'VerifyServices']))
    .default([])
    .describe('States that a person may skip, with a reason, when they have failed in a real failover.'),
});
