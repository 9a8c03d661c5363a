import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { DatabaseGroupConfig } from '../sandbox/sandbox-config.ts';

/** The groups that restored instances are put in, and the one that a fence closes the primary's network with. */
export function databaseGroupsOf(plan: RecoveryPlan): DatabaseGroupConfig[] {
  return [...closedGroups(plan), ...restoreGroups(plan)];
}

function closedGroups({ sites: { primary }, fence }: RecoveryPlan): DatabaseGroupConfig[] {
  const { closedSecurityGroup: name } = fence;
  if (name === undefined) return [];
  return [{ region: primary.region, kind: 'security', name, admitsNobody: true }];
}

/** In both regions: a point in time is restored where its source stands. */
function restoreGroups({
  sites: { primary, recovery },
  drills: {
    restore: { network },
  },
}: RecoveryPlan): DatabaseGroupConfig[] {
  if (!network) return [];
  return [...new Set([primary.region, recovery.region])].flatMap((region): DatabaseGroupConfig[] => [
    { region, kind: 'subnet', name: network.subnetGroup },
    { region, kind: 'parameter', name: network.parameterGroup },
    { region, kind: 'option', name: network.optionGroup },
    ...network.securityGroups.map((name): DatabaseGroupConfig => ({ region, kind: 'security', name })),
  ]);
}
