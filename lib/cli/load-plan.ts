import { readFile } from 'node:fs/promises';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { parsePlan } from '../domain/plan/parse-plan.ts';
import { formatProblem } from '../domain/plan/plan-problem.ts';
import { UsageError } from './usage-error.ts';

export interface LoadedPlan {
  readonly file: string;
  readonly text: string;
  readonly plan: RecoveryPlan;
}

/** Reads and checks a plan. @throws UsageError that names every problem with its place. */
export async function loadPlan(file: string): Promise<LoadedPlan> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new UsageError(`${file}: cannot be read (${error.message}); name a recovery plan, a YAML file`);
  });
  const parsed = parsePlan(bytes, file);
  if (parsed.ok) return { file, text: bytes.toString('utf8'), plan: parsed.plan };
  throw new UsageError(parsed.problems.map(formatProblem).join('\n'));
}
