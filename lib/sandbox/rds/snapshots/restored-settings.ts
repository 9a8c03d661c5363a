import { FIXED_SETTINGS } from '../fixed-settings.ts';
import {
  DEFAULT_PARAMETER_GROUP,
  DEFAULT_SUBNET_GROUP,
  type InstanceSettings,
} from '../instance-settings.ts';
import { settingsOf } from '../operations/create-db-instance.ts';
import type { RdsCall } from '../rds-operation.ts';

/** What both kinds of restore may say of the new instance. */
export const RESTORE_PARAMETERS = [
  'BackupRetentionPeriod',
  'DBInstanceClass',
  'DBParameterGroupName',
  'DBSubnetGroupName',
  'DeletionProtection',
  'Engine',
  'OptionGroupName',
  'Tags',
  'VpcSecurityGroupIds',
];

/** Whether it is encrypted follows from what it is restored from. */
export const RESTORE_FIXED: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FIXED_SETTINGS).filter(([name]) => name !== 'StorageEncrypted'),
);

type Inherited = Pick<InstanceSettings, 'instanceClass' | 'allocatedStorage' | 'backupRetentionPeriod'>;

/** Groups are the region's defaults unless they are named; protection is off, and no tag is inherited. */
export function restoredSettings(call: RdsCall, from: Inherited): InstanceSettings {
  return settingsOf(call, {
    ...from,
    parameterGroup: DEFAULT_PARAMETER_GROUP,
    subnetGroup: DEFAULT_SUBNET_GROUP,
  });
}
