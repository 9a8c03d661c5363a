import * as z from 'zod';
import { duration } from './duration.ts';
import { prose } from './names.ts';

/** What an auditor wants to know of the plan beside its numbers, and how long a passed drill counts. */
export const EvidenceScope = z.strictObject({
  businessFunctions: z.array(prose.min(1)).default([]),
  criticality: z.enum(['low', 'medium', 'high', 'critical']).default('high'),
  assumptions: z.array(prose.min(1)).default([]),
  notTested: z.array(prose.min(1)).default([]),
  maxAge: duration({ minSeconds: 86_400 }).prefault('P365D'),
});
