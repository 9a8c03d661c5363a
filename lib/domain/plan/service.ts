import * as z from 'zod';
import { PlanHealthCheck } from './health-check.ts';
import { planName, prose } from './names.ts';
import { ServiceObjectives } from './objectives.ts';

/** A service that clients use. It recovers after all that it depends on. */
export const Service = z.strictObject({
  name: planName,
  description: prose.default(''),
  tier: z.int().min(1).max(5).default(1),
  owner: prose.default('unassigned'),
  dependsOn: z.array(planName).default([]),
  required: z.boolean().default(true),
  healthCheck: PlanHealthCheck,
  stores: z.array(planName).default([]),
  objectives: ServiceObjectives.prefault({}),
});

export type Service = z.infer<typeof Service>;
