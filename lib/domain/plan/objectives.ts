import * as z from 'zod';
import { duration } from './duration.ts';

/** What the plan promises for the whole. */
export const Objectives = z.strictObject({
  rto: duration()
    .prefault('PT1H')
    .describe(
      'Recovery time, from the disruption to the later of the first good heartbeats at the recovery site and the last required service.',
    ),
  rpo: duration()
    .prefault('PT1H')
    .describe('Age of the oldest acknowledged write that was lost, at the disruption.'),
  withoutSecondCopy: duration()
    .prefault('P1D')
    .describe(
      'Longest time without a second copy of the data after a promotion. Not used by the failover drill.',
    ),
});

/** What one service promises where it differs from the plan. */
export const ServiceObjectives = z.strictObject({
  rto: duration().optional().describe('None: that of the plan.'),
  rpo: duration().optional().describe('None: that of the plan.'),
});
