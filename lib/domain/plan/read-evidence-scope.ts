import type * as z from 'zod';
import { EvidenceScope } from './evidence-scope.ts';
import { readPlanPart } from './read-plan-part.ts';

/** What a plan says of itself for an auditor; null where that cannot be read. */
export function readEvidenceScope(planText: string): z.infer<typeof EvidenceScope> | null {
  return readPlanPart(planText, 'evidence', EvidenceScope);
}
