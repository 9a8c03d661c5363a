import { createHash } from 'node:crypto';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { formatProblem } from '../domain/plan/plan-problem.ts';
import { readPlanFile } from './plan-file.ts';
import { UsageError } from './usage-error.ts';

/** Where a person reads on, below the problems of a plan. */
export const PLAN_HELP = 'fields and units: docs/plan.md; a plan to start from: npx muster plan new';

export interface LoadedPlan {
  readonly file: string;
  readonly text: string;
  readonly plan: RecoveryPlan;
  /** Whether a sandbox that was started for a plan of this text stands for this one too; absent: only for its own. */
  readonly standsFor?: (text: string) => boolean;
  /** The text is of the way back, and `plan` of the way there. */
  readonly isWayBack?: boolean;
}

/** Reads and checks a plan. @throws UsageError that names every problem with its place. */
export async function loadPlan(file: string): Promise<LoadedPlan> {
  const read = await readPlanFile(file);
  if (read.ok) return { file, text: read.bytes.toString('utf8'), plan: read.plan };
  throw new UsageError(
    `${file} cannot be used\n${read.problems.map(formatProblem).join('\n')}\n${PLAN_HELP}`,
  );
}

/** SHA-256 of a plan's text, in hexadecimal: by it a run, and a runbook, say which plan they are of. */
export function planSha256({ text }: Pick<LoadedPlan, 'text'>): string {
  return createHash('sha256').update(text).digest('hex');
}
