import * as z from 'zod';
import { PlanHealthCheck } from './health-check.ts';
import { nameOf, planName, prose } from './names.ts';
import { ServiceObjectives } from './objectives.ts';

/** A service that clients use. It recovers after all that it depends on. */
export const Service = z.strictObject({
  name: planName.describe('Name of the service.'),
  description: prose.default('').describe('For people.'),
  tier: z
    .int()
    .min(1)
    .max(5)
    .default(1)
    .describe('Importance, 1 the highest. Orders what is shown, not what recovers.'),
  owner: prose.default('unassigned').describe('Who answers for it.'),
  dependsOn: z.array(nameOf('service')).default([]).describe('What has to be healthy before it.'),
  required: z
    .boolean()
    .default(true)
    .describe('False: it is watched, and its recovery is no part of the overall RTO.'),
  healthCheck: PlanHealthCheck.describe('How its health is judged from outside.'),
  stores: z.array(nameOf('databases and bucket')).default([]).describe('Where its data are.'),
  objectives: ServiceObjectives.prefault({}).describe('Where it promises something else than the plan.'),
});

export type Service = z.infer<typeof Service>;
