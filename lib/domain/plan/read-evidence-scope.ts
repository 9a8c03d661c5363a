import type * as z from 'zod';
import { EvidenceScope } from './evidence-scope.ts';
import type { PlanParts } from './plan-parts.ts';

/** What a plan says of itself for an auditor; null where that cannot be read. */
export function readEvidenceScope(plan: PlanParts): z.infer<typeof EvidenceScope> | null {
  return plan.part('evidence', EvidenceScope);
}
