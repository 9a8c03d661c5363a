import { element, elements, type Xml } from '../../wire/xml.ts';
import { renderTags } from '../render-db-instance.ts';
import type { DatabaseSnapshot } from './snapshot.ts';

/** The structure DBSnapshot of the RDS API, in those members that the sandbox can vouch for. */
export async function renderDbSnapshot(snapshot: DatabaseSnapshot): Promise<Xml> {
  const { parts } = snapshot;
  const { origin } = parts;
  const percent = await snapshot.percent();
  return element('DBSnapshot', [
    ...elements({
      DBSnapshotIdentifier: parts.id,
      DBInstanceIdentifier: origin.instance.id,
      SnapshotCreateTime: parts.createdAt,
      OriginalSnapshotCreateTime: origin.takenAt,
      Engine: 'postgres',
      EngineVersion: '17.10',
      LicenseModel: 'postgresql-license',
      AllocatedStorage: origin.allocatedStorage,
      Status: snapshot.status,
      PercentProgress: percent,
      Port: origin.port,
      AvailabilityZone: `${parts.copyOf?.region ?? parts.region}a`,
      InstanceCreateTime: origin.instanceCreatedAt,
      MasterUsername: origin.instance.masterUser,
      SnapshotType: 'manual',
      StorageType: 'gp3',
      BackupRetentionPeriod: origin.backupRetentionPeriod,
      SourceRegion: parts.copyOf?.region,
      SourceDBSnapshotIdentifier: parts.copyOf?.arn,
    }),
    ...elements({
      Encrypted: parts.kmsKey !== undefined,
      KmsKeyId: parts.kmsKey,
      DbiResourceId: origin.resourceId,
      DBSnapshotArn: parts.arn,
      TagList: renderTags(snapshot.tags),
    }),
  ]);
}
