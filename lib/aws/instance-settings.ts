import {
  type DBInstance,
  DescribeAccountAttributesCommand,
  DescribeDBInstancesCommand,
  DescribeDBParameterGroupsCommand,
  DescribeDBSubnetGroupsCommand,
  DescribeOptionGroupsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { InstanceFacts } from '../domain/preflight/preflight-facts.ts';
import type { InstanceSettings } from '../ports/instance-settings.ts';
import { callAws } from './aws-failure.ts';
import { clientOptions } from './client-options.ts';
import type { Account } from './site-access.ts';

/** Settings as a command looks at them, which ends its connections. */
export interface SettingsAccess extends InstanceSettings {
  close(): void;
}

export function accessInstanceSettings({ endpoint, credentials }: Account, region: string): SettingsAccess {
  const rds = new RDSClient({ ...clientOptions(region), endpoint, credentials });
  return { ...makeInstanceSettings(rds, region), close: () => rds.destroy() };
}

/** What RDS of one region says. */
export function makeInstanceSettings(rds: RDSClient, region: string): InstanceSettings {
  const call = <T>(ask: () => Promise<T>) => callAws(`RDS in ${region}`, ask);
  return {
    instance: async (DBInstanceIdentifier) => {
      const answer = await call(() => rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })));
      return instanceFacts(region, found(answer.DBInstances?.[0], DBInstanceIdentifier));
    },
    parameterFamily: async (DBParameterGroupName) => {
      const answer = await call(() =>
        rds.send(new DescribeDBParameterGroupsCommand({ DBParameterGroupName })),
      );
      return found(answer.DBParameterGroups?.[0]?.DBParameterGroupFamily, DBParameterGroupName);
    },
    optionGroup: async (OptionGroupName) => {
      const answer = await call(() => rds.send(new DescribeOptionGroupsCommand({ OptionGroupName })));
      return found(answer.OptionGroupsList?.[0]?.EngineName, OptionGroupName);
    },
    subnets: async (DBSubnetGroupName) => {
      const answer = await call(() => rds.send(new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName })));
      const group = found(answer.DBSubnetGroups?.[0], DBSubnetGroupName);
      const zones = (group.Subnets ?? []).flatMap(
        ({ SubnetAvailabilityZone }) => SubnetAvailabilityZone?.Name ?? [],
      );
      return { status: group.SubnetGroupStatus ?? 'unknown', zones: [...new Set(zones)] };
    },
    quotas: async () => {
      const answer = await call(() => rds.send(new DescribeAccountAttributesCommand({})));
      return (answer.AccountQuotas ?? []).map(({ AccountQuotaName, Used, Max }) => {
        return { name: AccountQuotaName ?? 'unnamed', used: Used ?? 0, max: Max ?? 0 };
      });
    },
  };
}

/** @throws Error for what RDS answered nothing about. */
function found<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  throw new Error(`RDS says nothing of ${name}`);
}

function instanceFacts(region: string, described: DBInstance): InstanceFacts {
  const [parameters] = described.DBParameterGroups ?? [];
  const [options] = described.OptionGroupMemberships ?? [];
  return {
    region,
    status: described.DBInstanceStatus ?? 'unknown',
    source: described.ReadReplicaSourceDBInstanceIdentifier ?? null,
    instanceClass: described.DBInstanceClass ?? 'unknown',
    allocatedGiB: described.AllocatedStorage ?? 0,
    parameterGroup: parameters?.DBParameterGroupName ?? 'unknown',
    parameterStatus: parameters?.ParameterApplyStatus ?? 'unknown',
    optionGroup: options?.OptionGroupName ?? 'unknown',
    optionStatus: options?.Status ?? 'unknown',
    subnetGroup: described.DBSubnetGroup?.DBSubnetGroupName ?? 'unknown',
    kmsKey: described.StorageEncrypted ? (described.KmsKeyId ?? 'unknown') : null,
  };
}
