import { plannedCalls } from '../run/planned-calls.ts';
import type { Gate } from './gate.ts';
import { pathGates } from './path-gates.ts';
import type { PreflightFacts } from './preflight-facts.ts';
import { quotaGates } from './quota-gates.ts';
import { replicaGates } from './replica-gates.ts';
import { residencyGates } from './residency-gates.ts';
import { runGates } from './run-gates.ts';
import { settingsGates } from './settings-gates.ts';
import { sightGates } from './sight-gates.ts';

/** What is not asked of anybody, and somebody may take for asked. */
export const NOT_ASKED: readonly string[] = [
  'Service Quotas beyond what RDS says of its own account attributes',
  'state and policy of KMS keys: RDS shows an instance whose key is lost by its status',
  'whether IAM lets the roles of the recovery region do what a failover calls',
  'capacity: whether AWS has a machine of that class at that moment',
];

/** Every gate of a failover, from the facts alone. */
export function preflightGates(facts: PreflightFacts): readonly Gate[] {
  const { plan, databases } = facts;
  const calls = plannedCalls(plan);
  return [
    ...sightGates(plan, facts.sites),
    ...replicaGates(plan, databases),
    ...runGates(facts),
    ...pathGates(plan, calls),
    ...residencyGates(plan, calls, facts),
    ...settingsGates(plan, databases),
    ...quotaGates(plan, databases, facts.quotas),
  ];
}
