import type { Database } from './database.ts';
import { duplicateFindings, unknownFindings } from './name-findings.ts';
import { type PlanFinding, quote } from './plan-problem.ts';
import type { RecoveryPlan } from './recovery-plan.ts';

/** Stores have their own ids, and stand where a loss of the primary site can be recovered from. */
export function databaseFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const databases = plan.databases.map(({ id }, index) => ({ name: id, path: ['databases', index, 'id'] }));
  const buckets = plan.buckets.map(({ id }, index) => ({ name: id, path: ['buckets', index, 'id'] }));
  const stores = [...databases, ...buckets];
  const instances = plan.databases.flatMap((database, index) => instancesOf(plan, database, index));
  return [
    ...duplicateFindings('database or bucket', stores),
    ...duplicateFindings('instance', instances),
    ...plan.databases.flatMap((database, index) => placeFindings(plan, database, index)),
    ...groupFindings(plan),
    ...duplicateFindings(
      'background job',
      plan.backgroundJobs.map(({ name }, index) => ({ name, path: ['backgroundJobs', index, 'name'] })),
    ),
  ];
}

/** Within a region an instance identifier stands for one instance; two sites may use the same. */
function instancesOf(plan: RecoveryPlan, database: Database, index: number) {
  return (['primary', 'replica'] as const).map((role) => ({
    name: `${database[role].instance} in ${role === 'primary' ? plan.sites.primary.region : plan.sites.recovery.region}`,
    path: ['databases', index, role, 'instance'],
  }));
}

function placeFindings(plan: RecoveryPlan, database: Database, index: number): readonly PlanFinding[] {
  const homes = { primary: plan.sites.primary.name, replica: plan.sites.recovery.name };
  return (['primary', 'replica'] as const).flatMap((role) => {
    const { site } = database[role];
    if (site === undefined || site === homes[role]) return [];
    const expected = `${homes[role]}, the ${role === 'primary' ? 'primary' : 'recovery'} site of this plan`;
    return [{ path: ['databases', index, role, 'site'], expected, found: quote(site) }];
  });
}

function groupFindings(plan: RecoveryPlan): readonly PlanFinding[] {
  const stores = [...plan.databases, ...plan.buckets].map(({ id }) => id);
  return [
    ...duplicateFindings(
      'consistency group',
      plan.consistencyGroups.map(({ name }, index) => ({ name, path: ['consistencyGroups', index, 'name'] })),
    ),
    ...plan.consistencyGroups.flatMap(({ members }, index) => {
      const at = members.map((name, place) => ({
        name,
        path: ['consistencyGroups', index, 'members', place],
      }));
      return [...unknownFindings('database or bucket', stores, at), ...duplicateFindings('member', at)];
    }),
  ];
}
