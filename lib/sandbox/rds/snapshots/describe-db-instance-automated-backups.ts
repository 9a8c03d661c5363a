import { AwsError } from '../../wire/aws-error.ts';
import { element, elements, type Xml } from '../../wire/xml.ts';
import type { DatabaseInstance } from '../database-instance.ts';
import { pageOf } from '../page.ts';
import type { RdsOperation } from '../rds-operation.ts';
import { resourceId } from '../render-db-instance.ts';

/** The archives of the region's instances that have one, each with the times that it reaches. */
export const describeDbInstanceAutomatedBackups: RdsOperation = {
  parameters: ['DBInstanceIdentifier', 'DbiResourceId', 'MaxRecords', 'Marker'],
  run({ region, parameters, directory }) {
    const id = parameters.get('DBInstanceIdentifier')?.toLowerCase();
    const resource = parameters.get('DbiResourceId');
    const found = directory
      .inRegion(region)
      .filter(isBackedUp)
      .filter(({ config }) => id === undefined || id === config.id.toLowerCase())
      .filter(({ parts }) => resource === null || resource === resourceId(parts.arn));
    if (found.length === 0 && (id !== undefined || resource !== null))
      throw new AwsError(
        'DBInstanceAutomatedBackupNotFound',
        `Automated backup for DB instance ${id ?? resource} not found.`,
        404,
      );
    const { items, marker } = pageOf(parameters, found, ({ config }) => config.id);
    return [element('DBInstanceAutomatedBackups', items.map(render)), ...elements({ Marker: marker })];
  },
};

function isBackedUp({ isReplica, settings }: DatabaseInstance): boolean {
  return !isReplica && settings.pointInTime && settings.backupRetentionPeriod > 0;
}

function render({ config, parts, settings, restorable }: DatabaseInstance): Xml {
  return element(
    'DBInstanceAutomatedBackup',
    elements({
      DBInstanceArn: parts.arn,
      DbiResourceId: resourceId(parts.arn),
      Region: config.region,
      DBInstanceIdentifier: config.id,
      RestoreWindow:
        restorable && elements({ EarliestTime: restorable.earliest, LatestTime: restorable.latest }),
      AllocatedStorage: settings.allocatedStorage,
      Status: restorable ? 'active' : 'creating',
      Port: parts.gateway.port,
      InstanceCreateTime: parts.createdAt,
      MasterUsername: config.masterUser,
      Engine: 'postgres',
      EngineVersion: '17.10',
      Encrypted: settings.kmsKey !== undefined,
      KmsKeyId: settings.kmsKey,
      BackupRetentionPeriod: settings.backupRetentionPeriod,
    }),
  );
}
