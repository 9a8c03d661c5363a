import type { RetentionFile } from '../evidence/retention-file.ts';
import { readPlanPart } from './read-plan-part.ts';
import { Retention } from './retention.ts';

/** How long a plan wants evidence to be kept; of one that cannot be read, as long as one that says nothing. */
export function readRetention(planText: string): RetentionFile['asked'] {
  const { evidence, evidenceMode } = readPlanPart(planText, 'retention', Retention) ?? Retention.parse({});
  return { mode: evidenceMode, seconds: evidence.seconds };
}
