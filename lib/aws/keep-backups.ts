import { ModifyDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { ReplicaNotFound } from '../domain/failure.ts';
import type { InstanceRef } from '../ports/databases.ts';
import { callAwsAgain } from './aws-failure.ts';
import { patientOptions } from './client-options.ts';
import { findInstance } from './find-instance.ts';
import type { Account } from './site-access.ts';

/**
 * Has automated backups kept of instances of a sandbox, as far back as they are kept already: it archives WAL of those
 * only of which somebody has named the period. The first point in time can be had a few seconds later.
 */
export async function keepBackups(account: Account, instances: readonly InstanceRef[]): Promise<void> {
  await Promise.all(
    instances.map(async (ref) => {
      const { endpoint, credentials } = account;
      const rds = new RDSClient({ ...patientOptions(ref.region), endpoint, credentials });
      await keep(rds, ref).finally(() => rds.destroy());
    }),
  );
}

async function keep(rds: RDSClient, ref: InstanceRef): Promise<void> {
  const subject = `RDS in ${ref.region}`;
  const found = await findInstance(rds, ref);
  if (!found)
    throw new ReplicaNotFound({
      subject,
      seen: `no instance ${ref.instance}`,
      limit: 'the instance that the plan names',
    });
  const order = new ModifyDBInstanceCommand({
    DBInstanceIdentifier: ref.instance,
    BackupRetentionPeriod: Math.max(1, found.BackupRetentionPeriod ?? 0),
    ApplyImmediately: true,
  });
  await callAwsAgain(subject, () => rds.send(order));
}
