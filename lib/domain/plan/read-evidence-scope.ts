import { parse } from 'yaml';
import type * as z from 'zod';
import { EvidenceScope } from './evidence-scope.ts';

/**
 * What a plan says of itself for an auditor, with what is meant where it says nothing. Read leniently, since the plan of an
 * old run has to be shown by every later version; null where even that cannot be read.
 */
export function readEvidenceScope(planText: string): z.infer<typeof EvidenceScope> | null {
  const plan = parsed(planText);
  if (typeof plan !== 'object' || plan === null) return null;
  const evidence = 'evidence' in plan ? plan.evidence : null;
  return EvidenceScope.safeParse(evidence ?? {}).data ?? null;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
