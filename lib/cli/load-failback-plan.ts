import { parsePlan } from '../domain/plan/parse-plan.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { turnedPlan } from '../domain/plan/turned-plan.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';

/**
 * A plan of the way back, with that of the way there as its `plan`: record, locks and switch stay at the site that serves
 * now. @throws UsageError as loadPlan does
 */
export async function loadFailbackPlan(file: string): Promise<LoadedPlan> {
  const loaded = await loadPlan(file);
  const plan = turnedPlan(loaded.plan);
  return { ...loaded, plan, isWayBack: true, standsFor: (text) => isOf(text, plan) };
}

/** What a sandbox is made of; what is said of a plan, and what its drills are, may differ. */
function isOf(text: string, plan: RecoveryPlan): boolean {
  const parsed = parsePlan(Buffer.from(text), 'the plan of the sandbox');
  return parsed.ok && madeOf(parsed.plan) === madeOf(plan);
}

function madeOf({ name, sites, databases, buckets, services }: RecoveryPlan): string {
  return JSON.stringify([name, sites, databases, buckets, services]);
}
