import type { DBInstance } from '@aws-sdk/client-rds';
import type { DatabaseInstance } from '../ports/databases.ts';
import { tagsIn } from './rds-tags.ts';

/** An instance as DescribeDBInstances has it; one that is being made has no address yet. */
export function describedInstance(region: string, described: DBInstance): DatabaseInstance {
  return {
    region,
    instance: described.DBInstanceIdentifier ?? '',
    status: described.DBInstanceStatus ?? 'unknown',
    source: described.ReadReplicaSourceDBInstanceIdentifier ?? null,
    host: described.Endpoint?.Address ?? '',
    port: described.Endpoint?.Port ?? 0,
    securityGroups: (described.VpcSecurityGroups ?? []).flatMap(
      ({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? [],
    ),
    tags: tagsIn(described.TagList),
  };
}
