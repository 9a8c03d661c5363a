import { type DBInstance, DescribeDBInstancesCommand, type RDSClient } from '@aws-sdk/client-rds';
import type { InstanceRef } from '../ports/databases.ts';
import { callAwsAgain } from './aws-failure.ts';
import { isRdsError } from './rds-refusal.ts';

/** An instance by its name; null when the region knows none. */
export async function findInstance(
  rds: RDSClient,
  { region, instance }: InstanceRef,
): Promise<DBInstance | null> {
  try {
    const { DBInstances } = await callAwsAgain(`RDS in ${region}`, () =>
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instance })),
    );
    return DBInstances?.[0] ?? null;
  } catch (error) {
    if (isRdsError(error, 'DBInstanceNotFound')) return null;
    throw error;
  }
}
