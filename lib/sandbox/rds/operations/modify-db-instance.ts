import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { instanceClassOf, retentionOf, storageOf } from '../instance-parameters.ts';
import type { Changeable } from '../instance-settings.ts';
import { invalidCombination, invalidState, requireAvailable } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';

/**
 * Changes an instance: at once what needs no downtime, with ApplyImmediately everything else but a parameter group,
 * which waits for a reboot (RDS User Guide, "Settings for DB instances").
 */
export const modifyDbInstance: RdsOperation = {
  parameters: [
    'DBInstanceIdentifier',
    'ApplyImmediately',
    'AllocatedStorage',
    'BackupRetentionPeriod',
    'DBInstanceClass',
    'DBParameterGroupName',
    'DeletionProtection',
  ],
  run(call) {
    const { region, parameters, directory, events } = call;
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    requireAvailable(instance);
    const atOnce = booleanParameter(parameters, 'ApplyImmediately') ?? false;
    const deletionProtection = booleanParameter(parameters, 'DeletionProtection');
    const later = changesOf(call, instance);
    if (deletionProtection !== undefined) instance.change({ deletionProtection });
    instance.change({ pending: { ...instance.settings.pending, ...later } });
    if (atOnce && Object.keys(later).length > 0) instance.applyPending();
    events.append({
      ...instance.eventSource,
      message: 'Finished applying modification to DB instance',
      categories: ['configuration change'],
    });
    return [renderDbInstance(instance, directory)];
  },
};

/** Only what differs from what is in force. */
function changesOf(
  { parameters, region, groups }: RdsCall,
  { settings, isReplica }: DatabaseInstance,
): Partial<Changeable> {
  const retention = retentionOf(parameters);
  if (isReplica && retention)
    throw invalidState('DB Backups not supported on a read replica for engine postgres');
  const storage = storageOf(parameters);
  if (storage !== undefined && storage < settings.allocatedStorage)
    throw invalidCombination('New storage allocation cannot be less than the current allocation.');
  const group = parameters.get('DBParameterGroupName');
  const name = group === null ? undefined : groups.requireParameterGroup(region, group).name;
  const wantedClass = instanceClassOf(parameters);
  return {
    ...(isNew(wantedClass, settings.instanceClass) && { instanceClass: wantedClass }),
    ...(isNew(storage, settings.allocatedStorage) && { allocatedStorage: storage }),
    ...(isNew(retention, settings.backupRetentionPeriod) && { backupRetentionPeriod: retention }),
    ...(isNew(name, settings.parameterGroup) && { parameterGroup: name }),
  };
}

function isNew<T>(wanted: T | undefined, now: T): wanted is T {
  return wanted !== undefined && wanted !== now;
}
