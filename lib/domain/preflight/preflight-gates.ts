import { plannedCalls } from '../run/planned-calls.ts';
import type { Gate } from './gate.ts';
import { gatedPlan, type GatedPlan } from './gated-plan.ts';
import { pathGates } from './path-gates.ts';
import type { PreflightFacts } from './preflight-facts.ts';
import { quotaGates } from './quota-gates.ts';
import { replicaGates } from './replica-gates.ts';
import { keyResidencyGates, residencyGates } from './residency-gates.ts';
import { roleGates } from './role-gates.ts';
import { evidenceGate, lockGates, orchestratorGates } from './run-gates.ts';
import { settingsGates } from './settings-gates.ts';
import { sightGates } from './sight-gates.ts';

/** What is not asked of anybody, and somebody may take for asked. */
export const NOT_ASKED: readonly string[] = [
  'Service Quotas beyond what RDS says of its own account attributes',
  'state and policy of KMS keys: RDS shows an instance whose key is lost by its status',
  'whether IAM lets the roles of the recovery region do what a failover calls',
  'capacity: whether AWS has a machine of that class at that moment',
  "who else uses the operator's login: it fences, and is never fenced itself",
];

/** Every gate of a failover, from the facts alone. */
export function preflightGates(facts: PreflightFacts): readonly Gate[] {
  return [
    ...recoveryGates(gatedPlan(facts.plan), facts),
    ...orchestratorGates(facts),
    ...lockGates(facts),
    ...outsideGates(facts),
  ];
}

/** Those that a run asks itself, of its recovery site. */
export function recoveryGates(
  plan: GatedPlan,
  { databases, quotas }: Pick<PreflightFacts, 'databases' | 'quotas'>,
): readonly Gate[] {
  return [
    ...replicaGates(plan, databases),
    ...roleGates(plan, databases),
    ...settingsGates(plan, databases),
    ...keyResidencyGates(plan, databases),
    ...quotaGates(plan, databases, quotas),
  ];
}

/**
 * Those that only somebody outside of the run can ask: what the regions see, what drills have proven, and what follows
 * from the plan. A real run carries what they were when it was confirmed.
 */
export function outsideGates(
  facts: Pick<PreflightFacts, 'plan' | 'sites' | 'proof' | 'buckets'>,
): readonly Gate[] {
  const { plan } = facts;
  const calls = plannedCalls(plan);
  return [
    ...sightGates(plan, facts.sites),
    evidenceGate(facts),
    ...pathGates(plan, calls),
    ...residencyGates(plan, calls, facts),
  ];
}
