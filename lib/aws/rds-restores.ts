import {
  type DBInstance,
  DescribeDBInstanceAutomatedBackupsCommand,
  type RDSClient,
  RestoreDBInstanceFromDBSnapshotCommand,
  RestoreDBInstanceToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { PointInTimeOutOfRange, RestoreRefused, SnapshotMissing } from '../domain/failure.ts';
import { RUN_TAG } from '../domain/run/resource-tags.ts';
import type { DatabaseInstance, InstanceRef } from '../ports/databases.ts';
import type { RestorableWindow, RestoreOrder, Restores } from '../ports/restores.ts';
import { callAwsAgain } from './aws-failure.ts';
import { describedInstance } from './described-instance.ts';
import { describedRestored } from './described-restored.ts';
import { instantOf } from './described-snapshot.ts';
import { findInstance } from './find-instance.ts';
import { isRdsError, isRefusal, ownerIn } from './rds-refusal.ts';
import { tagListOf } from './rds-tags.ts';
import { removeRestored } from './remove-restored.ts';

/** Instances restored by RDS, from snapshots and from automated backups of their region. */
export function makeRdsRestores(clientOf: (region: string) => RDSClient): Restores {
  return {
    restoreSnapshot: (snapshot, order) =>
      make(clientOf(order.region), order, (rds) =>
        rds.send(
          new RestoreDBInstanceFromDBSnapshotCommand({
            ...settingsOf(order),
            DBInstanceIdentifier: order.instance,
            DBSnapshotIdentifier: snapshot,
          }),
        ),
      ),
    restoreToPointInTime: ({ instance, at }, order) =>
      make(clientOf(order.region), order, (rds) =>
        rds.send(
          new RestoreDBInstanceToPointInTimeCommand({
            ...settingsOf(order),
            SourceDBInstanceIdentifier: instance,
            TargetDBInstanceIdentifier: order.instance,
            RestoreTime: new Date(Math.floor(at / 1000)),
          }),
        ),
      ),
    restorable: (source) => restorable(clientOf(source.region), source),
    find: async (ref) => {
      const found = await findInstance(clientOf(ref.region), ref);
      return found && describedRestored(ref.region, found);
    },
    remove: (restored) => removeRestored(clientOf(restored.region), restored),
  };
}

function settingsOf(order: RestoreOrder) {
  const { network, deletionProtection } = order;
  return {
    PubliclyAccessible: false,
    DeletionProtection: deletionProtection,
    Tags: tagListOf(order),
    ...(network && {
      DBSubnetGroupName: network.subnetGroup,
      VpcSecurityGroupIds: [...network.securityGroups],
      DBParameterGroupName: network.parameterGroup,
      OptionGroupName: network.optionGroup,
    }),
  };
}

type Ask = (rds: RDSClient) => Promise<{ DBInstance?: DBInstance | undefined }>;

/** An instance that is there already is what was asked for, if this run has asked for it. */
async function make(rds: RDSClient, order: RestoreOrder, ask: Ask): Promise<DatabaseInstance> {
  const { region, instance, run } = order;
  try {
    const { DBInstance = {} } = await callAwsAgain(`RDS in ${region}`, () => ask(rds));
    return describedInstance(region, DBInstance);
  } catch (error) {
    if (!isRdsError(error, 'DBInstanceAlreadyExists')) throw failureOf(error, order);
    const found = describedInstance(region, (await findInstance(rds, order)) ?? {});
    if (found.tags[RUN_TAG] === run) return found;
    throw new RestoreRefused({
      subject: `${instance} in ${region}`,
      seen: `an instance of that name ${ownerIn(found.tags)}`,
      limit: `none, or that of run ${run}`,
      cause: error,
    });
  }
}

/** Errors that say of a point in time that it cannot be had (API reference, RestoreDBInstanceToPointInTime). */
const NO_SUCH_TIME = ['InvalidRestore', 'PointInTimeRestoreNotEnabled', 'DBInstanceAutomatedBackupNotFound'];

/** What RDS has said gets its meaning; other failures have theirs. Of a time too late or early it tells in words only. */
function failureOf(error: unknown, { instance, region }: InstanceRef): unknown {
  if (!isRefusal(error)) return error;
  const facts = { subject: `${instance} in ${region}`, seen: error.message, cause: error };
  if (isRdsError(error, 'DBSnapshotNotFound'))
    return new SnapshotMissing({ ...facts, limit: 'the snapshot that is to be restored' });
  return isRdsError(error, ...NO_SUCH_TIME) || /cannot be restored to a time/.test(error.message)
    ? new PointInTimeOutOfRange({ ...facts, limit: 'a time that automated backups reach' })
    : new RestoreRefused({ ...facts, limit: 'an order that RDS accepts' });
}

async function restorable(rds: RDSClient, source: InstanceRef): Promise<RestorableWindow | null> {
  try {
    const { DBInstanceAutomatedBackups: backups } = await callAwsAgain(`RDS in ${source.region}`, () =>
      rds.send(new DescribeDBInstanceAutomatedBackupsCommand({ DBInstanceIdentifier: source.instance })),
    );
    const window = backups?.find(({ Status }) => Status === 'active')?.RestoreWindow;
    const [earliest, latest] = [instantOf(window?.EarliestTime), instantOf(window?.LatestTime)];
    return earliest === null || latest === null ? null : { earliest, latest };
  } catch (error) {
    if (isRdsError(error, 'DBInstanceAutomatedBackupNotFound')) return null;
    throw error;
  }
}
