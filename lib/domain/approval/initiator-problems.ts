import type { PlanFinding } from '../plan/plan-problem.ts';
import type { RecoveryPlan } from '../plan/recovery-plan.ts';

/**
 * Where a plan names no more people than have to agree: when one of them starts the run, it can come no further, since
 * who starts it never approves it. A warning: somebody whom the plan does not name may start it.
 */
export function initiatorProblems({ approvals }: RecoveryPlan): readonly PlanFinding[] {
  const people = approvals.people.length;
  const kinds = people > 0 ? (['real', 'divergence'] as const) : [];
  return kinds
    .filter((kind) => approvals[kind].needed > people - 1)
    .map((kind) => ({
      path: ['approvals', kind, 'needed'],
      expected: `fewer than the number of approvals.people (${people}), one of whom may be on call`,
      found: `the number ${approvals[kind].needed}`,
      remedy: 'whoever starts a run cannot approve it: name another person',
    }));
}
