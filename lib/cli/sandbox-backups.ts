import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { DatabaseGroupConfig, SandboxConfig } from '../sandbox/sandbox-config.ts';

/** Of a plan that names no key for its copies. */
const BACKUP_KEY = 'alias/muster-backups';
/** The key that RDS uses unless it is told another one. */
const SERVICE_KEY = 'alias/aws/rds';

/** Each region has the service's key, and that of the recovery site also the one that copies of backups go under. */
export function kmsKeysOf({ sites: { primary, recovery }, drills }: RecoveryPlan): SandboxConfig['kmsKeys'] {
  const { region } = recovery;
  const key = drills.backup.kmsKey ?? BACKUP_KEY;
  return [
    ...[...new Set([primary.region, region])].map((one) => ({ region: one, aliases: [SERVICE_KEY] })),
    key.startsWith('alias/') ? { region, aliases: [key] } : { region, aliases: [BACKUP_KEY], arn: key },
  ];
}

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
