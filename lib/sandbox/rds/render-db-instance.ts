import { createHash } from 'node:crypto';
import { element, elements, type Xml } from '../wire/xml.ts';
import type { DatabaseInstance } from './database-instance.ts';
import type { InstanceSettings } from './instance-settings.ts';
import type { InstanceDirectory } from './instance-directory.ts';

/** The structure DBInstance of the RDS API, in those members that the sandbox can vouch for. */
export function renderDbInstance(instance: DatabaseInstance, directory: InstanceDirectory): Xml {
  const { config, parts } = instance;
  return element('DBInstance', [
    ...elements({
      DBInstanceIdentifier: config.id,
      Engine: 'postgres',
      EngineVersion: '17.10',
      DBInstanceStatus: instance.status,
      MasterUsername: config.masterUser,
      DBName: config.database,
      // It has none yet (API reference, DBInstance).
      Endpoint: instance.isBeingMade
        ? undefined
        : elements({ Address: parts.gateway.host, Port: parts.gateway.port }),
      InstanceCreateTime: parts.createdAt,
      LatestRestorableTime: instance.restorable?.latest,
      AvailabilityZone: `${config.region}a`,
      MultiAZ: false,
      PubliclyAccessible: false,
      StorageType: 'gp3',
      StorageEncrypted: instance.settings.kmsKey !== undefined,
      KmsKeyId: instance.settings.kmsKey,
      DbiResourceId: resourceId(parts.arn),
      DBInstanceArn: parts.arn,
    }),
    ...renderSettings(instance),
    ...renderReplication(instance, directory),
  ]);
}

function renderSettings({ isReplica, settings }: DatabaseInstance): Xml[] {
  const { instanceClass, parameterGroup, pending } = settings;
  const ParameterApplyStatus = pending.parameterGroup === undefined ? 'in-sync' : 'pending-reboot';
  return elements({
    DBInstanceClass: instanceClass,
    AllocatedStorage: settings.allocatedStorage,
    // A replica is created without backups; PromoteReadReplica turns them on for one day (API reference).
    BackupRetentionPeriod: isReplica ? 0 : settings.backupRetentionPeriod,
    DBParameterGroups: element(
      'DBParameterGroup',
      elements({ DBParameterGroupName: parameterGroup, ParameterApplyStatus }),
    ),
    VpcSecurityGroups: settings.securityGroups.map((group) =>
      element('VpcSecurityGroupMembership', elements({ VpcSecurityGroupId: group, Status: 'active' })),
    ),
    OptionGroupMemberships: element(
      'OptionGroupMembership',
      elements({ OptionGroupName: settings.optionGroup, Status: 'in-sync' }),
    ),
    DBSubnetGroup: elements({ DBSubnetGroupName: settings.subnetGroup, SubnetGroupStatus: 'Complete' }),
    PendingModifiedValues: renderPending(pending),
    DeletionProtection: settings.deletionProtection,
    TagList: renderTags(settings.tags),
  });
}

function renderReplication(instance: DatabaseInstance, directory: InstanceDirectory): Xml[] {
  const replicas = directory.replicasOf(instance).filter((one) => one.isReplica);
  return elements({
    ReadReplicaSourceDBInstanceIdentifier: instance.isReplica ? sourceName(instance, directory) : undefined,
    ReadReplicaDBInstanceIdentifiers: replicas.map((one) =>
      element('ReadReplicaDBInstanceIdentifier', nameFor(one, instance.config.region)),
    ),
  });
}

/** A parameter group that waits shows in its own status, not here. */
function renderPending({
  instanceClass,
  allocatedStorage,
  backupRetentionPeriod,
}: InstanceSettings['pending']): Xml[] {
  return elements({
    DBInstanceClass: instanceClass,
    AllocatedStorage: allocatedStorage,
    BackupRetentionPeriod: backupRetentionPeriod,
  });
}

export function renderTags(tags: Readonly<Record<string, string>>): Xml[] {
  return Object.entries(tags).map(([Key, Value]) => element('Tag', elements({ Key, Value })));
}

function sourceName(replica: DatabaseInstance, directory: InstanceDirectory): string | undefined {
  const source = directory.sourceOf(replica);
  return source && nameFor(source, replica.config.region);
}

/** Within a region the identifier, from another one the ARN (API reference, DBInstance). */
function nameFor(instance: DatabaseInstance, region: string): string {
  return instance.config.region === region ? instance.config.id : instance.parts.arn;
}

/** Unique in its region and never used again; here it follows from the ARN. */
export function resourceId(arn: string): string {
  return `db-${createHash('sha256').update(arn).digest('hex').slice(0, 26).toUpperCase()}`;
}
