import { booleanParameter, requiredParameter } from '../../wire/query-parameters.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { FIXED_SETTINGS } from '../fixed-settings.ts';
import { instanceClassOf, retentionOf, storageOf } from '../instance-parameters.ts';
import type { Changeable } from '../instance-settings.ts';
import { namesSecurityGroups, securityGroupsOf } from '../network-parameters.ts';
import { invalidCombination, invalidState, requireAvailable } from '../rds-errors.ts';
import type { RdsCall, RdsOperation } from '../rds-operation.ts';
import { renderDbInstance } from '../render-db-instance.ts';
import { newIdentifierOf } from './new-identifier.ts';

const CHANGEABLE = [
  'AllocatedStorage',
  'BackupRetentionPeriod',
  'DBInstanceClass',
  'DBParameterGroupName',
  'DeletionProtection',
  'NewDBInstanceIdentifier',
];

/**
 * Changes an instance: at once what needs no downtime, with ApplyImmediately everything else but a parameter group,
 * which waits for a reboot (RDS User Guide, "Settings for DB instances"). A new identifier reboots it.
 */
export const modifyDbInstance: RdsOperation = {
  parameters: ['DBInstanceIdentifier', 'ApplyImmediately', 'VpcSecurityGroupIds', ...CHANGEABLE],
  fixed: FIXED_SETTINGS,
  run(call) {
    const { region, parameters, directory } = call;
    const instance = directory.require(region, requiredParameter(parameters, 'DBInstanceIdentifier'));
    requireAvailable(instance, 'Database instance is not in available state.');
    const securityGroups = namesSecurityGroups(call) ? securityGroupsOf(call) : undefined;
    const isChange = [...CHANGEABLE, ...Object.keys(FIXED_SETTINGS)].some((name) => parameters.has(name));
    if (!isChange && !securityGroups) throw invalidCombination('No modifications were requested');
    const atOnce = booleanParameter(parameters, 'ApplyImmediately') ?? false;
    const deletionProtection = booleanParameter(parameters, 'DeletionProtection');
    const { now, later } = changesOf(call, instance);
    const newIdentifier = newIdentifierOf(call, instance, atOnce);
    if (parameters.has('BackupRetentionPeriod')) instance.change({ pointInTime: true });
    if (deletionProtection !== undefined) instance.change({ deletionProtection });
    // Groups of the network change at once, whatever ApplyImmediately says (API reference, ModifyDBInstance).
    if (securityGroups) instance.change({ securityGroups });
    instance.change({ ...now, pending: { ...instance.settings.pending, ...later } });
    if (atOnce) instance.applyPending();
    if (newIdentifier !== undefined) instance.rename(newIdentifier);
    return [renderDbInstance(instance, directory)];
  },
};

interface Changes {
  readonly now: Partial<Changeable>;
  readonly later: Partial<Changeable>;
}

/** Only what differs from what is in force. */
function changesOf(call: RdsCall, instance: DatabaseInstance): Changes {
  const { settings } = instance;
  const instanceClass = instanceClassOf(call.parameters);
  const allocatedStorage = storageWanted(call, instance);
  const parameterGroup = groupWanted(call);
  const retention = retentionWanted(call, instance);
  return {
    now: retention.now,
    later: {
      ...(isNew(instanceClass, settings.instanceClass) && { instanceClass }),
      ...(isNew(allocatedStorage, settings.allocatedStorage) && { allocatedStorage }),
      ...(isNew(parameterGroup, settings.parameterGroup) && { parameterGroup }),
      ...retention.later,
    },
  };
}

/** It grows by a tenth at least: less is rounded up to that (API reference, ModifyDBInstance). */
function storageWanted({ parameters }: RdsCall, { settings }: DatabaseInstance): number | undefined {
  const wanted = storageOf(parameters);
  const { allocatedStorage: now } = settings;
  if (wanted === undefined || wanted === now) return wanted;
  if (wanted > now) return Math.max(wanted, Math.ceil(now * 1.1));
  throw invalidCombination(`Invalid storage size for engine name postgres and storage type gp3: ${wanted}`);
}

function groupWanted({ parameters, region, groups }: RdsCall): string | undefined {
  const name = parameters.get('DBParameterGroupName');
  return name === null ? undefined : groups.requireParameterGroup(region, name).name;
}

/** Between two values that keep backups it changes at once, as soon as possible on AWS (API reference). */
function retentionWanted({ parameters }: RdsCall, { settings, isReplica }: DatabaseInstance): Changes {
  const wanted = retentionOf(parameters);
  if (isReplica && wanted)
    throw invalidState('DB Backups not supported on a read replica for engine postgres');
  if (!isNew(wanted, settings.backupRetentionPeriod)) return { now: {}, later: {} };
  const change = { backupRetentionPeriod: wanted };
  const keepsBackups = wanted > 0 && settings.backupRetentionPeriod > 0;
  return keepsBackups ? { now: change, later: {} } : { now: {}, later: change };
}

function isNew<T>(wanted: T | undefined, now: T): wanted is T {
  return wanted !== undefined && wanted !== now;
}
