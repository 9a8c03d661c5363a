import type { DBInstance } from '@aws-sdk/client-rds';
import type { RestoredInstance } from '../ports/restores.ts';
import { describedInstance } from './described-instance.ts';

/** An instance with what a restore sets. What the answer leaves out is never taken for what was wanted. */
export function describedRestored(region: string, described: DBInstance): RestoredInstance {
  const { DBSubnetGroup, VpcSecurityGroups, DBParameterGroups, OptionGroupMemberships } = described;
  return {
    ...describedInstance(region, described),
    subnetGroup: DBSubnetGroup?.DBSubnetGroupName ?? 'unknown',
    securityGroups: (VpcSecurityGroups ?? []).map(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? 'unknown',
    ),
    parameterGroup: DBParameterGroups?.[0]?.DBParameterGroupName ?? 'unknown',
    optionGroup: OptionGroupMemberships?.[0]?.OptionGroupName ?? 'unknown',
    isPublic: described.PubliclyAccessible ?? true,
    deletionProtection: described.DeletionProtection ?? false,
    allocatedGiB: described.AllocatedStorage ?? 0,
  };
}
