import type { RetentionFile } from '../evidence/retention-file.ts';
import type { PlanParts } from './plan-parts.ts';
import { Retention } from './retention.ts';

/** How long a plan wants evidence to be kept; of one that cannot be read, as long as one that says nothing. */
export function readRetention(plan: PlanParts): RetentionFile['asked'] {
  const { evidence, evidenceMode } = plan.part('retention', Retention) ?? Retention.parse({});
  return { mode: evidenceMode, seconds: evidence.seconds };
}
