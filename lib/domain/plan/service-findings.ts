import { duplicateFindings, unknownFindings } from './name-findings.ts';
import type { PlanFinding } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';
import { wavesOf } from './waves.ts';

/** Services have their own names, and depend on and store in what the plan names, without a cycle. */
export function serviceFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const names = plan.services.map(({ name }) => name);
  const stores = [...plan.databases, ...plan.buckets].map(({ id }) => id);
  return [
    ...duplicateFindings(
      'service',
      names.map((name, index) => ({ name, path: ['services', index, 'name'] })),
    ),
    ...unknownFindings('service', names, referencesOf(plan, 'dependsOn')),
    ...unknownFindings('database or bucket', stores, referencesOf(plan, 'stores')),
    ...cycleFindings(plan),
  ];
}

function referencesOf(plan: RecoveryPlan, field: 'dependsOn' | 'stores') {
  return plan.services.flatMap((service, index) =>
    service[field].map((name, at) => ({ name, path: ['services', index, field, at] })),
  );
}

function cycleFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const waves = wavesOf(plan.services);
  if (waves.ok) return [];
  const index = plan.services.findIndex(({ name }) => name === waves.cycle[0]);
  return [
    {
      path: ['services', index, 'dependsOn'],
      expected: 'dependencies without a cycle',
      found: waves.cycle.join(' → '),
      remedy: 'remove one of these dependencies: none of these services could recover first',
    },
  ];
}
